package preflight.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.source.RuleResult;
import preflight.source.facts.FactsCache;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.Roles;
import preflight.source.tree.TreeOf;

/** What the rules of the start say of images that run Node.js. {@code == path} starts a file. */
class ScriptServiceTest {

  private static final String PLAIN =
      """
      == Dockerfile
      FROM node:22-slim
      WORKDIR /app
      COPY package.json package-lock.json ./
      RUN npm ci --omit=dev
      COPY src ./src
      CMD ["node", "src/server.mjs"]
      == package.json
      { "type": "module", "dependencies": { "express": "4" }, "devDependencies": { "glob": "7" } }
      == package-lock.json
      { "packages": { "node_modules/express": {}, "node_modules/glob": { "dev": true } } }
      == src/db.mjs
      export const open = 1;
      """;

  private static final String COMPILED =
      """
      == Dockerfile
      FROM node:22 AS build
      WORKDIR /app
      COPY . .
      RUN npm ci && npm run build
      FROM node:22-slim
      WORKDIR /app
      COPY --from=build /app/package.json ./
      COPY --from=build /app/node_modules ./node_modules
      COPY --from=build /app/dist ./dist
      CMD ["npm", "start"]
      == .dockerignore
      src/local
      == package.json
      { "scripts": { "start": "node dist/server.js", "build": "tsc" }, "dependencies": {} }
      == tsconfig.json
      { "compilerOptions": { "outDir": "dist", "rootDir": "src" } }
      == src/db.ts
      export const open = 1;
      == src/local/key.ts
      export const key = 1;
      """;

  /** This machine has the Node.js that a test states. */
  private record Machine(Map<Integer, SecondOpinion> nodes) implements Interpreters {

    @Override
    public Optional<Interpreter> python(int minor) {
      return Optional.empty();
    }

    @Override
    public Optional<SecondOpinion> node(int major) {
      return Optional.ofNullable(nodes.get(major));
    }
  }

  private static ServiceCode code(String text, Interpreters machine) throws Exception {
    var texts = new TreeMap<String, String>();
    String path = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        path = line.substring(3).strip();
        texts.put(path, "");
      } else {
        texts.merge(path, line + "\n", String::concat);
      }
    }
    TreeOf tree = TreeOf.files(texts);
    var cache = new FactsCache<>(FileFacts.class, Optional.empty(), Path.of("/tree"), "1");
    var image = (ImageReader.Answer.Read) ImageReader.read(tree, Build.of("Dockerfile", ""));
    return ServiceCode.of(
        tree,
        image.contents(),
        new CodeReader(tree, cache),
        new Roles(),
        new StandardLibrary(),
        machine,
        it -> it);
  }

  private static ServiceCode code(String text) throws Exception {
    return code(text, new Machine(Map.of()));
  }

  private static List<String> told(RuleResult result) {
    var all = new ArrayList<String>();
    result
        .findings()
        .forEach(it -> all.add("%s:%d %s".formatted(it.path(), it.line(), it.message())));
    result.gaps().forEach(it -> all.add("gap " + it));
    return all;
  }

  private static String server(String base, String lines) {
    return base + "== src/server." + (base.contains("tsconfig.json") ? "ts" : "mjs") + "\n" + lines;
  }

  @Test
  void a_sound_start_is_silent() throws Exception {
    for (String base : List.of(PLAIN, COMPILED)) {
      String end = base.equals(PLAIN) ? "./db.mjs" : "./db";
      ServiceCode code = code(server(base, "import { open } from '" + end + "'; use(open);\n"));
      assertThat(told(code.imports())).isEmpty();
      assertThat(told(code.lateImports())).isEmpty();
      assertThat(told(code.syntax())).isEmpty();
      assertThat(told(code.variables(Set.of()).result())).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "import './gone.mjs'|'./gone.mjs' is imported, and there is no file at src/gone.mjs",
        "import './DB.mjs'|'./DB.mjs' is imported, and the file is src/db.mjs: Linux tells upper case"
            + " and lower case apart",
        "import { close } from './db.mjs'; close()|src/db.mjs does not export 'close'",
        "import '../tools/run.mjs'|'../tools/run.mjs' is imported, and tools/run.mjs is not copied by"
            + " any instruction of the Dockerfile",
      })
  void what_the_start_cannot_load_ends_it(String line, String message) throws Exception {
    ServiceCode code = code(server(PLAIN, line + "\n== tools/run.mjs\n"));
    assertThat(told(code.imports())).containsExactly("src/server.mjs:1 " + message);
    assertThat(told(code.lateImports())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "export function f() { return import('./gone.mjs') }|'./gone.mjs' is imported, and there is no"
            + " file at src/gone.mjs",
        "import 'chalk'|'chalk' is imported, and neither package.json nor a lock file names the package",
        "import 'glob'|'glob' is imported, and the image is installed without the development"
            + " dependencies of package.json, to which it belongs",
      })
  void what_is_loaded_later_or_may_be_there_is_told_as_such(String line, String message)
      throws Exception {
    ServiceCode code = code(server(PLAIN, line + "\n"));
    assertThat(told(code.imports())).isEmpty();
    assertThat(told(code.lateImports())).containsExactly("src/server.mjs:1 " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "RUN npm ci --omit=dev|1",
        "RUN NODE_ENV=production npm ci|1",
        "ENV NODE_ENV=production\\nRUN npm install|1",
        "RUN npm ci && npm prune --production|1",
        "RUN npm ci --only production|1",
        "RUN yarn workspaces focus --all --production|1",
        "RUN npm ci|0",
        "ENV NODE_ENV=production\\nRUN npm ci --include=dev|0",
        "RUN npm ci && npx esbuild src/server.mjs --bundle && npm prune --omit=dev|0",
        "RUN npm ci --omit=dev\\nRUN npm ci|0",
      })
  void packages_for_development_are_missing_where_steps_leave_them_out(String steps, int findings)
      throws Exception {
    ServiceCode code =
        code(
            server(
                PLAIN.replace("RUN npm ci --omit=dev", steps.replace("\\n", "\n")),
                "import 'glob'\n"));
    assertThat(code.lateImports().findings()).hasSize(findings);
  }

  @Test
  void what_is_compiled_is_judged_by_its_sources() throws Exception {
    ServiceCode code =
        code(
            server(
                COMPILED,
                """
                import { open, close } from './db';
                import './gone';
                import { key } from './local/key';
                import type { T } from './types';
                open(close, key);
                """));
    assertThat(told(code.imports()))
        .containsExactly(
            "src/server.ts:1 src/db.ts does not export 'close'",
            "src/server.ts:2 './gone' is imported, and there is no file at src/gone",
            "src/server.ts:3 './local/key' is imported, and src/local/key.ts is left out by"
                + " .dockerignore:1 (src/local)");
  }

  /** parse-server: {@code import CacheAdapter from} a module without a default export. */
  @Test
  void what_babel_compiles_goes_on_without_a_name() throws Exception {
    String babel =
        COMPILED.replace("\"tsc\"", "\"babel src -d dist\"").replace("src/db.ts", "src/db.js");
    String server = "== src/server.js\nimport close from './db'; import './gone'; close();\n";
    ServiceCode code = code(babel.replace("dist/server.js", "bin/run") + "== bin/run\n" + server);
    assertThat(told(code.lateImports()))
        .containsExactly("src/server.js:1 './gone' is imported, and there is no file at src/gone");
  }

  /** A file that a step makes, one that comes under another name, and one of a base image. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "RUN echo 'export default 1' > src/gone.mjs",
        "COPY config/gone.mjs ./src/",
        "COPY config/other.mjs ./src/gone.mjs",
        "RUN node generate.js",
        "COPY --from=example.com/app /app/src ./src",
      })
  void what_the_build_may_bring_is_silent(String step) throws Exception {
    ServiceCode code =
        code(
            server(PLAIN.replace("CMD", step + "\nCMD"), "import './gone.mjs'\n")
                + "== config/gone.mjs\n== config/other.mjs\n== generate.js\n");
    assertThat(told(code.imports())).isEmpty();
    assertThat(told(code.lateImports())).isEmpty();
  }

  @Test
  void a_start_that_cannot_be_told_is_no_pass() throws Exception {
    ServiceCode code =
        code(
            server(
                PLAIN.replace("[\"node\", \"src/server.mjs\"]", "[\"./start.sh\"]"),
                "import './gone.mjs'; if (!process.env.KEY) throw 1\n"));
    String gap = "gap Dockerfile does not tell which files of the tree it starts";
    assertThat(told(code.imports())).containsExactly(gap);
    assertThat(told(code.variables(Set.of()).result())).containsExactly(gap);
    assertThat(told(code.lateImports()))
        .containsExactly(
            "src/server.mjs:1 './gone.mjs' is imported, and there is no file at src/gone.mjs");
  }

  /** parse-server: {@code bin/parse-server}, a script without an extension. */
  @Test
  void a_start_that_is_not_read_is_no_pass() throws Exception {
    String base =
        PLAIN.replace("src/server.mjs\"", "src/server\"").replace("\"module\"", "\"commonjs\"");
    ServiceCode code = code(base + "== src/server\nrequire('./gone')\n");
    assertThat(told(code.imports()))
        .containsExactly("gap src/server is what the image starts, and is not read");
    ServiceCode nuxt = code(PLAIN.replace("\"node\", \"src/server.mjs\"", "\"nuxt\", \"start\""));
    assertThat(told(nuxt.imports()))
        .containsExactly("gap Dockerfile does not tell which files of the tree it starts");
  }

  @Test
  void pages_of_next_are_loaded_later() throws Exception {
    ServiceCode code =
        code(
            """
            == Dockerfile
            FROM node:22 AS build
            WORKDIR /app
            COPY . .
            RUN npm ci && npm run build
            FROM node:22-slim
            WORKDIR /app
            COPY --from=build /app ./
            CMD ["npm", "start"]
            == package.json
            { "scripts": { "start": "next start", "build": "next build" }, "dependencies": { "next": "15" } }
            == src/app/(main)/page.tsx
            import { A } from '../gone'; export default () => <A/>;
            == tools/x.ts
            import './nothing';
            """);
    assertThat(told(code.imports())).isEmpty();
    assertThat(told(code.lateImports()))
        .containsExactly(
            "src/app/(main)/page.tsx:1 '../gone' is imported, and there is no file at src/app/gone");
  }

  @Test
  void variables_that_the_start_needs_are_compared() throws Exception {
    String server =
        """
        import { open } from './db.mjs';
        if (!process.env.DATABASE_URL) throw new Error('no database');
        if (!process.env.PORT) throw new Error('no port');
        if (!process.env.REGION) throw new Error('no region');
        export function f() { if (!process.env.TOKEN) throw new Error(open); }
        const level = process.env.LEVEL ?? 'info';
        """;
    String base = PLAIN.replace("CMD", "ENV REGION=eu\nCMD");
    ServiceCode code = code(server(base, server));
    assertThat(told(code.variables(Set.of()).result()))
        .containsExactly(
            "src/server.mjs:2 reads DATABASE_URL when the service starts, and nothing gives it");
    assertThat(code.variables(Set.of()).later()).containsExactly("TOKEN");
    assertThat(told(code.variables(Set.of("DATABASE_URL")).result())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Object.assign(process.env, read());",
        "process.env.KEY = read();",
        "for (const k of all) process.env[k] = all[k];",
      })
  void what_the_code_sets_itself_is_no_gap_of_the_revision(String line) throws Exception {
    ServiceCode code =
        code(server(PLAIN, line + "\nif (!process.env.KEY) throw new Error('no key');\n"));
    assertThat(told(code.variables(Set.of()).result())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY .env ./|KEY=a|0",
        "COPY .env.production ./|export KEY=a|0",
        "COPY .env.example ./|KEY=a|1",
        "ENV KEY=a|KEY=a|0",
        "|KEY=a|1",
      })
  void what_lies_in_the_image_gives_variables(String step, String text, int findings)
      throws Exception {
    String more = step == null ? "" : step;
    String file = more.startsWith("COPY") ? more.split(" ", -1)[1] : ".env";
    ServiceCode code =
        code(
            server(
                    PLAIN.replace("CMD", more + "\nCMD"),
                    "if (!process.env.KEY) throw new Error('no key');\n")
                + "== "
                + file
                + "\n"
                + text
                + "\n");
    assertThat(code.variables(Set.of()).result().findings()).hasSize(findings);
  }

  @Test
  void what_node_of_the_same_version_refuses_does_not_parse() throws Exception {
    String broken = server(PLAIN, "const a = = 1;\n");
    SecondOpinion refuses = (_, _) -> new SecondOpinion.Answer.Refused(1, "Unexpected token '='");
    assertThat(told(code(broken, new Machine(Map.of(22, refuses))).syntax()))
        .containsExactly("src/server.mjs:1 Node.js refuses it: Unexpected token '='");
    assertThat(told(code(broken, new Machine(Map.of(20, refuses))).syntax()))
        .containsExactly(
            "gap src/server.mjs may not parse at line 1, and no Node.js of the image's version is on"
                + " this machine");
    assertThat(
            told(
                code(server(COMPILED, "const a = = 1;\n"), new Machine(Map.of(22, refuses)))
                    .syntax()))
        .as("of TypeScript the grammar alone is no witness")
        .isEmpty();
    assertThat(
            told(
                code(
                        server(COMPILED, "<<<<<<< ours\na()\n=======\nb()\n>>>>>>> theirs\n"),
                        new Machine(Map.of()))
                    .syntax()))
        .containsExactly("src/server.ts:1 a merge conflict is not resolved");
    assertThat(
            told(
                code(
                        server(PLAIN, "") + "== src/template.js\nconst a = {{ name }};\n",
                        new Machine(Map.of(22, refuses)))
                    .syntax()))
        .as("nothing loads it")
        .isEmpty();
  }

  @Test
  void each_rule_says_whether_it_knows_the_language() throws Exception {
    ServiceCode node = code(server(PLAIN, ""));
    assertThat(node.unjudged("image-imports")).isEmpty();
    assertThat(node.unjudged("code-call-contract")).contains("node");
    assertThat(node.calls().gaps()).isNotEmpty();
    ServiceCode python =
        code("== Dockerfile\nFROM python:3.12\nCOPY a.py .\nCMD [\"python\", \"a.py\"]\n== a.py\n");
    assertThat(python.unjudged("code-call-contract")).isEmpty();
    ServiceCode tools =
        code(
            server(PLAIN.replace("CMD", "RUN apt-get install -y python3\nCOPY a.py .\nCMD"), "")
                + "== a.py\n");
    assertThat(tools.unjudged("code-call-contract"))
        .as("Python is there, and Node.js starts")
        .contains("node");
    ServiceCode go = code("== Dockerfile\nFROM golang:1.22\nCOPY a.go .\nCMD [\"/a\"]\n== a.go\n");
    assertThat(go.unjudged("image-imports")).contains("go");
  }
}
