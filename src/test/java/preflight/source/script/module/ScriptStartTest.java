package preflight.source.script.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.source.script.module.ScriptStart.Started;

class ScriptStartTest {

  private static Started start(String tree, String... command) {
    var modules = new Modules(tree);
    return ScriptStart.of(modules.tree, modules.resolver, "", List.of(command));
  }

  private static final String COMPILED =
      """
      == package.json
      { "scripts": { "start": "NODE_ENV=production node dist/server.js", "build": "rimraf dist && tsc -p tsconfig.json", "web": "next start" } }
      == tsconfig.json
      { "compilerOptions": { "outDir": "./dist", "rootDir": "src" } }
      == src/server.ts
      == tools/run.mjs
      """;

  @Test
  void what_is_compiled_is_found_by_the_configuration_of_the_compiler() {
    var server = new Started.Sources(List.of("src/server.ts"), true);
    assertThat(start(COMPILED, "node", "dist/server.js")).isEqualTo(server);
    assertThat(start(COMPILED, "npm", "start")).isEqualTo(server);
    assertThat(start(COMPILED, "dumb-init", "--", "yarn", "run", "start")).isEqualTo(server);
    assertThat(start(COMPILED, "sh", "-c", "npm run migrate && node dist/server"))
        .isEqualTo(server);
    assertThat(start(COMPILED, "node", "-r", "tsconfig-paths/register", "dist/server.js"))
        .isEqualTo(new Started.Sources(List.of("src/server.ts"), false));
    assertThat(start(COMPILED.replace("tsc -p", "tsup -p"), "npm", "start"))
        .isEqualTo(new Started.Sources(List.of("src/server.ts"), false));
    assertThat(
            start(
                COMPILED.replace(
                    "{ \"scripts\"",
                    "{ \"devDependencies\": { \"tsc-alias\": \"1\" }, \"scripts\""),
                "npm",
                "start"))
        .isEqualTo(new Started.Sources(List.of("src/server.ts"), false));
  }

  @Test
  void a_source_is_itself_and_frameworks_are_named() {
    assertThat(start(COMPILED, "node", "--max-old-space-size=512", "tools/run.mjs"))
        .isEqualTo(new Started.Sources(List.of("tools/run.mjs"), true));
    assertThat(start(COMPILED, "tsx", "src/server.ts"))
        .isEqualTo(new Started.Sources(List.of("src/server.ts"), false));
    assertThat(start(COMPILED, "pnpm", "web")).isEqualTo(new Started.Framework("next"));
  }

  /** ruvnet/agentdb#25: what rootDir "." emits is another file, so nothing is claimed. */
  @Test
  void what_cannot_be_told_is_unknown() {
    assertThat(start(COMPILED, "node", "dist/other.js")).isEqualTo(new Started.Unknown());
    assertThat(
            start(
                COMPILED.replace("\"rootDir\": \"src\"", "\"rootDir\": \".\""),
                "node",
                "dist/server.js"))
        .isEqualTo(new Started.Unknown());
    assertThat(start(COMPILED, "sh", "-c", "node $MAIN")).isEqualTo(new Started.Unknown());
    assertThat(start(COMPILED, "/entrypoint.sh")).isEqualTo(new Started.Unknown());
    assertThat(
            start(
                "== package.json\n{ \"scripts\": { \"a\": \"npm run a\" } }\n", "npm", "run", "a"))
        .isEqualTo(new Started.Unknown());
  }

  /** umami: {@code npm-run-all check-db update-tracker start-server}. */
  @Test
  void several_commands_start_what_is_known_of_them() {
    String tree =
        """
        == package.json
        { "scripts": { "start": "npm-run-all check serve", "check": "node check.js", "serve": "node server.js", "both": "node check.js && node b.js", "in": "cd sub && node b.js" } }
        == check.js
        == b.js
        """;
    assertThat(start(tree, "npm", "start"))
        .as("server.js is made by a build")
        .isEqualTo(new Started.Sources(List.of("check.js"), true));
    assertThat(start(tree, "npm", "run", "both"))
        .isEqualTo(new Started.Sources(List.of("check.js", "b.js"), true));
    assertThat(start(tree, "npm", "run", "in")).isEqualTo(new Started.Unknown());
  }
}
