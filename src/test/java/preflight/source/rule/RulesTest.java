package preflight.source.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import preflight.source.Finding;
import preflight.source.house.Judged;
import preflight.source.rule.CodePatterns.CodePattern;
import preflight.source.tree.Role;
import preflight.source.tree.TreeOf;

class RulesTest {

  @Nested
  class Single_definition {

    private final SingleDefinition client =
        new SingleDefinition(List.of(new SingleDefinition.Name("RedisClient", Optional.empty())));

    @Test
    void aliases_bind_a_name_to_other_things_and_each_is_found() {
      List<Finding> found =
          Judged.marked(
              client,
              "app/core/redis.py",
              """
              class RedisClient:  # expect
                  pass
              """,
              "app/chat.py",
              """
              from app.core.manager import RedisManager as RedisClient  # expect
              # the RedisClient is a singleton
              """,
              "app/core/manager.py",
              "class RedisManager: pass\n",
              "app/jobs.py",
              """
              from redis import Redis
              RedisClient = Redis  # expect
              """,
              "app/api.py",
              """
              from app.core.redis import RedisClient
              def get() -> "RedisClient":
                  return RedisClient()
              """);
      assertThat(found.getFirst().message())
          .contains("3 things", "1 re-export", "2 mentions")
          .contains("a class", "at app/");
    }

    @Test
    void one_definition_that_others_hand_on_is_sound() {
      Judged.marked(
          client,
          "app/core/redis.py",
          "class RedisClient: pass\n",
          "app/core/__init__.py",
          "from .redis import RedisClient\n__all__ = ['RedisClient']\n",
          "app/api.py",
          "from app.core import RedisClient as RedisClient\n",
          "app/core/protocols.py",
          "from typing import Protocol\nclass RedisClient(Protocol): ...\n",
          "app/types.py",
          "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from x import Y as RedisClient\n",
          "tests/fakes.py",
          "class RedisClient: pass\n",
          "app/old.py.bak",
          "class RedisClient: pass\n",
          "app/optional.py",
          """
          try:
              from app.core.redis import RedisClient
          except ImportError:
              RedisClient = None
          """,
          "app/nested.py",
          """
          class Holder:
              class RedisClient: pass
          """);
    }

    @Test
    void a_second_definition_is_found_in_scripts_java_and_go() {
      Judged.marked(
          client,
          "web/a.ts",
          "export class RedisClient {} // expect\n",
          "web/b.ts",
          "import { Other as RedisClient } from './c'; // expect\n",
          "web/c.ts",
          "export class Other {}\nexport interface RedisClient {}\n",
          "web/d.ts",
          "import { RedisClient } from './a';\nexport { RedisClient } from './a';\n");
      Judged.marked(
          client,
          "a/RedisClient.java",
          "package a; public class RedisClient { } // expect\n",
          "b/RedisClient.java",
          "package b; public class RedisClient { } // expect\n",
          "c/Use.java",
          "package c; import a.RedisClient; class Use { RedisClient it; }\n");
      Judged.marked(
          client,
          "a/a.go",
          "package a\n\ntype RedisClient struct{} // expect\n",
          "b/b.go",
          "package b\n\ntype RedisClient struct{} // expect\n",
          "c/c.go",
          "package c\n\ntype RedisClient interface{}\n");
    }

    @Test
    void what_is_not_where_it_belongs_is_found() {
      Judged.marked(
          new SingleDefinition(
              List.of(new SingleDefinition.Name("Settings", Optional.of("app/settings.py")))),
          "app/settings.py",
          "class Settings: pass\n",
          "jobs/settings.py",
          "class Settings: pass  # expect\n");
    }
  }

  @Nested
  class Canonical_import {

    private final CanonicalImport settings =
        new CanonicalImport(
            List.of(new CanonicalImport.Symbol("get_settings", "app.core.settings")));

    @Test
    void imports_from_a_module_that_hands_it_on_are_found() {
      Judged.marked(
          settings,
          "app/core/settings.py",
          "def get_settings(): ...\n",
          "app/core/__init__.py",
          "from .settings import get_settings\n",
          "app/shared.py",
          "from app.core.settings import get_settings\n",
          "app/api.py",
          "from app.core import get_settings  # expect\n",
          "app/jobs.py",
          "from .shared import get_settings as settings  # expect\n",
          "app/late.py",
          """
          def late():
              from app.shared import get_settings  # expect
              return get_settings()
          """);
    }

    /** ruff#4013, ruff#10429. */
    @Test
    void relative_imports_other_things_of_that_name_and_types_are_sound() {
      Judged.marked(
          settings,
          "app/core/settings.py",
          "def get_settings(): ...\n",
          "app/core/api.py",
          "from .settings import get_settings\nfrom ..core.settings import get_settings\n",
          "app/outside.py",
          "from dynaconf import get_settings\n",
          "app/other.py",
          "def get_settings(): ...\n",
          "app/own.py",
          "from app.other import get_settings\n",
          "app/typed.py",
          "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.shared import get_settings\n",
          "app/shared.py",
          "from app.core.settings import get_settings\n",
          "app/said.py",
          "# from app.shared import get_settings\nX = 'from app.shared import get_settings'\n");
    }

    /** eslint#9678, eslint#12737: what is handed on is imported, too. */
    @Test
    void scripts_are_held_to_it_as_well() {
      Judged.marked(
          new CanonicalImport(List.of(new CanonicalImport.Symbol("apiClient", "src/lib/api"))),
          "src/lib/api.ts",
          "export const apiClient = 1;\n",
          "src/lib/index.ts",
          "export { apiClient } from './api';\n",
          "src/a.ts",
          "import { apiClient } from './lib'; // expect\n",
          "src/b.tsx",
          "import { apiClient as c } from '@/lib'; // expect\n",
          "src/c.ts",
          "import { apiClient } from '@/lib/api';\nimport type { apiClient } from './lib';\n",
          "src/d.ts",
          "export { apiClient } from './lib/index'; // expect\n");
    }
  }

  @Nested
  class Forbidden_things {

    private final Forbidden bans =
        new Forbidden(
            List.of(
                new Forbidden.Ban(Optional.of("skip_auth"), Optional.empty(), "it lets all in"),
                new Forbidden.Ban(Optional.empty(), Optional.of("dev-bypass"), "it lets all in")));

    @Test
    void identifiers_and_texts_are_found_in_production_only() {
      Judged.marked(
          bans,
          "app/a.py",
          """
          '''dev-bypass and skip_auth are gone.'''
          # skip_auth dev-bypass
          def f(skip_auth):  # expect
              \"""dev-bypass was here\"""
              unskip_auth = 1
              log("skip_auth")
              return {"X-Key": f"dev-bypass-{f}"}  # expect
          """,
          "app/a.ts",
          "const key = `dev-bypass`; // expect\n// skip_auth\nrun({ skip_auth: true }); // expect\n",
          "A.java",
          "class A { String k = \"dev-bypass\"; // expect\n /* skip_auth */ }\n",
          "a.go",
          "package a\n\nvar k = `dev-bypass` // expect\n",
          "deploy/values.yaml",
          "# dev-bypass\nkey: dev-bypass # expect\nskip_auth: true\n",
          "tests/test_a.py",
          "skip_auth = 'dev-bypass'\n",
          "README.md",
          "dev-bypass\n");
    }

    @Test
    void a_ban_is_of_one_thing() {
      assertThatThrownBy(() -> new Forbidden.Ban(Optional.empty(), Optional.empty(), "x"))
          .hasMessage("give either 'identifier' or 'text'");
    }
  }

  @Nested
  class Deprecated_symbols {

    @Test
    void imports_of_what_its_source_calls_deprecated_are_found() {
      List<Finding> found =
          Judged.marked(
              new DeprecatedSymbols(
                  List.of(
                      new DeprecatedSymbols.Symbol(
                          "legacy", "app/listed.py", Optional.of("app.modern")))),
              "app/old.py",
              """
              import warnings
              from typing_extensions import deprecated
              @deprecated("use new_client")
              def old_client(): ...
              class Older:
                  '''Deprecated: use Newer.'''
              def fine():
                  '''Replaces the deprecated one.'''
              def inner():
                  return old_client()
              """,
              "app/listed.py",
              "def legacy(): ...\n",
              "app/use.py",
              """
              from app.old import old_client  # expect
              from .old import Older, fine  # expect
              from app.listed import legacy as x  # expect
              from elsewhere import legacy
              """,
              "app/__init__.py",
              "from .old import old_client\n",
              "tests/test_old.py",
              "from app.old import old_client\n");
      assertThat(found.getFirst().message())
          .isEqualTo("imports old_client, which is deprecated (app/old.py:4): use new_client");
    }

    @Test
    void scripts_say_so_in_jsdoc() {
      Judged.marked(
          new DeprecatedSymbols(List.of()),
          "src/old.ts",
          """
          /** @deprecated use newer */
          export function older() {}
          /** not @-deprecated */
          export const newer = 1;
          """,
          "src/use.ts",
          "import { older } from './old'; // expect\nimport { newer } from './old';\n");
    }
  }

  @Nested
  class Direct_environ {

    private final DirectEnviron rule =
        new DirectEnviron(List.of("config.*", "settings/"), List.of("NODE_ENV"));

    @Test
    void reads_are_found_however_they_are_spelled() {
      Judged.marked(
          rule,
          "app/a.py",
          """
          import os, os as system
          from os import environ as E, getenv
          A = os.environ["A"]  # expect
          B = os.environ.get("B", "x")  # expect
          C = os.getenv("C")  # expect
          D = E["D"]  # expect
          F = getenv("F")  # expect
          G = system.environ[NAME]  # expect
          if "H" in os.environ: pass  # expect
          os.environ["SET"] = "1"
          os.environ.setdefault("SET", "1")
          del os.environ["SET"]
          os.environ.pop("SET", None)
          run(env=dict(os.environ))
          # os.environ["NO"]
          X = "os.environ['NO']"
          """,
          "app/b.py",
          "class os: environ = {}\nA = os.environ['A']\n",
          "app/config.py",
          "import os\nA = os.environ['A']\n",
          "app/settings/base.py",
          "import os\nA = os.environ['A']\n",
          "tests/conftest.py",
          "import os\nA = os.environ['A']\n");
    }

    /** eslint#12385, biome#9061, dd-trace-js#5901, eslint-plugin-n#283. */
    @Test
    void reads_of_scripts_are_found() {
      Judged.marked(
          rule,
          "src/a.ts",
          """
          import { env } from "node:process";
          const a = process.env.A; // expect
          const b = process.env["B"] ?? "x"; // expect
          const { C, D = "d" } = process.env; // expect C
          const e = require("process").env.E; // expect
          const f = env.F; // expect
          const g = process['env'].G; // expect
          process.env.SET = "1";
          delete process.env.SET;
          if (process.env.NODE_ENV === "production") {}
          spawn("x", { env: process.env });
          // process.env.NO
          """
              .replace(
                  "const { C, D = \"d\" } = process.env; // expect C",
                  "const { C,  // expect\n  D = \"d\"  // expect\n} = process.env;"));
    }

    @Test
    void reads_of_java_and_go_are_found() {
      Judged.marked(
          rule,
          "A.java",
          """
          class A {
            String a = System.getenv("A"); // expect
            String b = System.getenv().getOrDefault("B", "x"); // expect
            String c = System.getProperty("c");
          }
          """,
          "a.go",
          """
          package a

          import "os"

          var a = os.Getenv("A") // expect
          var b, ok = os.LookupEnv("B") // expect
          """);
    }
  }

  @Nested
  class Single_resolution {

    @Test
    void two_orders_of_one_setting_are_found() {
      List<Finding> found =
          Judged.marked(
              new SingleResolution(),
              "app/a.py",
              """
              import os
              URL = os.environ.get("DATABASE_URL") or os.environ.get("POSTGRES_URL")  # expect
              KEY = os.environ.get("KEY") or "x"
              """,
              "app/b.py",
              """
              import os
              URL = os.getenv("POSTGRES_URL", os.getenv("DATABASE_URL", "none"))  # expect
              HOST = os.getenv("HOST_A") or os.getenv("HOST_B")
              """,
              "app/c.py",
              """
              import os
              HOST = os.environ.get("HOST_A", os.environ.get("HOST_B"))
              """,
              "src/d.ts",
              "const u = process.env.PG_URL ?? process.env.DATABASE_URL; // expect\n");
      assertThat(found.getFirst().message())
          .contains("reads DATABASE_URL, then POSTGRES_URL; elsewhere the order is")
          .contains("POSTGRES_URL, then DATABASE_URL at app/b.py:2");
    }
  }

  @Nested
  class Localhost_default {

    private final LocalhostDefault rule = new LocalhostDefault(List.of("CORS", "ORIGIN"));

    @Test
    void defaults_of_settings_are_found() {
      Judged.marked(
          rule,
          "app/a.py",
          """
          import os
          from pydantic_settings import BaseSettings
          A = os.environ.get("REDIS_HOST", "localhost")  # expect
          B = os.getenv("URL") or "http://127.0.0.1:8000"  # expect
          C = os.getenv("CORS_HOSTS", "http://localhost:3000")
          D = os.getenv("NAME", "not-localhost")
          M = os.getenv("ADMIN_MAIL", "root@localhost")
          E = "localhost"
          # os.getenv("X", "localhost")
          class Settings(BaseSettings):
              '''localhost'''
              redis_url: str = "redis://localhost:6379/0"  # expect
              db_host: str = Field(default="localhost")  # expect
              cors_origins: str = "http://localhost"
              name: str = "x"
          class Other:
              host: str = "localhost"
          """,
          "src/a.ts",
          """
          const a = process.env.API || "http://localhost:3000"; // expect
          const { HOST = "localhost" } = process.env; // expect
          const schema = { REDIS_URL: z.string().default("redis://localhost"), // expect
            label: z.string().default("localhost") };
          const b = x || "localhost";
          """,
          "A.java",
          """
          class A {
            @Value("${redis.host:localhost}") String host; // expect
            @Value("${name:x}") String name;
            String b = System.getenv().getOrDefault("DB", "127.0.0.1"); // expect
          }
          """,
          "tests/a.py",
          "import os\nA = os.environ.get('H', 'localhost')\n");
    }
  }

  @Nested
  class Environment_functions {

    private final EnvironmentFunctions rule =
        new EnvironmentFunctions(List.of("staging", "production", "dev"));

    @Test
    void siblings_with_other_bodies_are_found() {
      Judged.marked(
          rule,
          "app/a.py",
          """
          def connect_staging():  # expect
              return Client("staging", tls=False)
          def connect_production():  # expect
              return Client("production", tls=True)
          def load_staging():
              # only for staging
              return load("staging")
          def load_production():
              '''Loads production.'''
              return load("production")
          def is_staging(): return ENV == "staging"
          def is_production(): return ENV == "production" or x
          def deploy_staging(): return 1
          def device(): return 1
          class A:
              def run_dev(self): return 1
          class B:
              def run_production(self): return 2
          """,
          "src/a.ts",
          """
          function urlForStaging() { return a; } // expect
          function urlForProduction() { return b + 1; } // expect
          """,
          "A.java",
          """
          class A {
            int keyStaging() { return 1; } // expect
            int keyProduction() { return 2; } // expect
          }
          """,
          "a.go",
          """
          package a

          func keyStaging() int { return 1 } // expect
          func keyProduction() int { return 2 } // expect
          """);
    }
  }

  @Nested
  class Patterns {

    private static CodePattern pattern(String regex, Optional<String> node, int most) {
      return new CodePattern(
          "p", regex, node, "is wrong", List.of("**"), List.of(Role.PRODUCTION), most);
    }

    @Test
    void a_pattern_is_found_in_text_and_in_nodes() {
      Judged.marked(
          new CodePatterns(List.of(pattern("^\\s*except:", Optional.empty(), 0))),
          "a.py",
          "try:\n    x\nexcept:  # expect\n    pass\n",
          "tests/a.py",
          "try:\n    x\nexcept:\n    pass\n");
      Judged.marked(
          new CodePatterns(List.of(pattern("^print\\(", Optional.of("call"), 0))),
          "a.py",
          "print(1)  # expect\n# print(1)\nx = 'print(1)'\npprint(1)\n");
    }

    @Test
    void as_many_as_may_be_are_no_finding() {
      var twice = new CodePatterns(List.of(pattern("TODO", Optional.empty(), 2)));
      Judged.marked(twice, "a.py", "# TODO\n", "b.py", "# TODO\n");
      Judged.marked(
          twice, "a.py", "# TODO # expect\n", "b.py", "# TODO # expect\n# TODO # expect\n");
    }

    @Test
    void a_wrong_expression_is_refused_where_it_is_read() {
      assertThatThrownBy(() -> pattern("(", Optional.empty(), 0))
          .hasMessageContaining("the regular expression of 'p' is wrong: missing closing )");
      assertThatThrownBy(() -> pattern("(?=x)", Optional.empty(), 0))
          .hasMessageContaining("the regular expression of 'p' is wrong");
    }

    @Test
    void a_word_of_the_expression_is_searched_first() {
      assertThat(pattern("eval\\(", Optional.empty(), 0).word()).contains("eval(");
      assertThat(pattern("a*requests\\.get[^x]{2}y", Optional.empty(), 0).word())
          .contains("requests.get");
      assertThat(pattern("one|two", Optional.empty(), 0).word()).isEmpty();
      assertThat(pattern("(?i)eval", Optional.empty(), 0).word()).isEmpty();
      assertThat(pattern("\\d+(abc|def)?xyz?", Optional.empty(), 0).word()).contains("xy");
    }
  }

  @Test
  void copies_of_long_production_files_are_found() {
    String text = "x = 1\n".repeat(40);
    List<Finding> found =
        Judged.findings(
            new DuplicateFiles(30),
            TreeOf.files(
                Judged.sources(
                    "app/a.py", text,
                    "app/b.py", text,
                    "app/short1.py", "x\n",
                    "app/short2.py", "x\n",
                    "tests/a.py", text,
                    "app/b.py.bak", text,
                    "app/c.py", "y" + text)));
    assertThat(found).extracting(Finding::path).containsExactly("app/b.py");
    assertThat(found.getFirst().message()).isEqualTo("is the same as app/a.py, 40 lines");
  }

  @Test
  void long_files_are_found() {
    Judged.marked(
        new LargeFiles(3),
        "a.py",
        "1 # expect\n2\n3\n4\n",
        "b.py",
        "1\n2\n3\n",
        "c.py",
        "1 # expect\n2\n3\n4",
        "d.txt",
        "1\n2\n3\n4\n",
        "tests/e.py",
        "1\n2\n3\n4\n");
  }
}
