package preflight.source.python.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.source.python.use.EnvironmentContract.Given;
import preflight.source.python.use.EnvironmentContract.Judgement;
import preflight.source.python.use.EnvironmentContract.Missing;

class EnvironmentContractTest {

  private static final List<Accessor> OWN =
      List.of(new Accessor("get_env().get", 0, 1, "default", false));

  private static Judgement judge(String source, Set<String> revision) {
    var facts = Sources.facts(source, it -> EnvironmentReader.read(it, OWN));
    var calls = Sources.facts(source, CallReader::read);
    return EnvironmentContract.judge(
        facts, new ModuleNames(calls), new Given(revision, Set.of("FROM_IMAGE"), Set.of()));
  }

  private static List<String> required(String source) {
    return judge(source, Set.of()).missing().stream()
        .filter(Missing::required)
        .map(Missing::variable)
        .toList();
  }

  private static List<String> optional(String source) {
    return judge(source, Set.of()).missing().stream()
        .filter(it -> !it.required())
        .map(Missing::variable)
        .toList();
  }

  /** What a package reads by itself, and ends without. */
  @Test
  void clientsThatRefuseToBeMadeWithoutAKey() {
    assertThat(required("from openai import OpenAI\nclient = OpenAI(timeout=3)\n"))
        .containsExactly("OPENAI_API_KEY");
    assertThat(required("from twilio.rest import Client\nclient = Client()\n"))
        .containsExactly("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN");
    for (String sound :
        List.of(
            "from openai import OpenAI\nclient = OpenAI(api_key=key)\n",
            "from openai import OpenAI\nclient = OpenAI(**options)\n",
            "from openai import OpenAI\nif wanted:\n    client = OpenAI()\n",
            "from openai import OpenAI\ntry:\n    client = OpenAI()\nexcept Exception:\n    pass\n",
            "from app import OpenAI\nclient = OpenAI()\n",
            "import os\nfrom openai import OpenAI\nos.environ['OPENAI_API_KEY'] = key\nOpenAI()\n")) {
      assertThat(required(sound)).as(sound).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os\nos.environ['X']",
        "import os\ndef f():\n    return os.environ['X']",
        "from os import environ as e\ne['X']",
        "import os\nNAME = 'X'\nos.environ[NAME]",
        "import os\nv = os.environ.get('X')\nif not v:\n    raise ValueError('X')",
        "import os\nv = os.getenv('X')\nif v is None:\n    raise ValueError('X')",
        "import os\nv = os.getenv('X', None)\nassert v",
        "import os, sys\nif not os.getenv('X'):\n    sys.exit(1)",
        "import os\nif 'X' not in os.environ:\n    raise ValueError()",
        "import os\ntry:\n    os.environ['X']\nexcept KeyError as e:\n    raise RuntimeError() from e",
        "from environs import Env\nenv = Env()\nenv.read_env()\nenv.str('X')",
        "from environs import Env\nenv = Env()\nenv('X')",
        "import environ\nenv = environ.Env(DEBUG=(bool, False))\nenv.db_url('X')",
        "from decouple import config\nconfig('X', cast=int)",
        "from starlette.config import Config\nconfig = Config('.env')\nconfig('X', cast=str)",
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    x: str\nS()",
        "from pydantic import BaseSettings, Field\nclass S(BaseSettings):\n    y: str = Field(..., env='X')\nS()",
        "import pydantic_settings as p\nclass B(p.BaseSettings):\n    pass\nclass S(B):\n    x: str\ns = S(_env_file=None)",
        "import click\n@click.option('--x', envvar='X', required=True)\ndef f(x):\n    pass",
      })
  void aReadThatFailsWithoutTheVariableIsRequired(String source) {
    assertThat(required(source)).containsExactly("X");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os\nos.environ.get('X')",
        "import os\nos.getenv('X', 'default')",
        "import os\nos.environ.pop('X', None)",
        "import os\nif os.getenv('X'):\n    raise ValueError('X must not be set')",
        "import os\nv = os.getenv('X')\nif not v:\n    v = 'other'",
        "import os\nif 'X' in os.environ:\n    os.environ['X']",
        "import os\nv = os.environ['X'] if 'X' in os.environ else ''",
        "import os\ntry:\n    os.environ['X']\nexcept KeyError:\n    pass",
        "from environs import Env\nenv = Env()\nenv.int('X', 1)",
        "from environs import Env\nenv = Env()\nenv.int('X', default=1)",
        "from decouple import config\nconfig('X', default='')",
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    x: str = ''\nS()",
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    x: str\nS(x='given')",
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    x: str\n",
        "get_env().get('X', 'd')",
        "import click\n@click.option('--x', envvar='X')\ndef f(x):\n    pass",
      })
  void aReadThatHasAnotherWayIsOptional(String source) {
    assertThat(required(source)).isEmpty();
    assertThat(optional(source)).containsExactly("X");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os\nos.environ['X'] = '1'\nos.environ['X']",
        "import os\nos.environ.setdefault('X', '1')\nos.environ['X']",
        "import os\nos.environ.update(X='1')\nos.environ['X']",
        "import os\nos.environ['PORT']\nos.environ['K_SERVICE']\nos.environ['FROM_IMAGE']",
        "environ = {}\nenviron['X']",
        "from lib import config\nconfig('X')",
        "from pydantic import BaseModel\nclass S(BaseModel):\n    x: str\nS()",
        "import os\ndel os.environ['X']",
      })
  void whatIsGivenOrIsNoReadIsNotMissing(String source) {
    assertThat(judge(source, Set.of()).missing()).isEmpty();
  }

  @Test
  void settingsSayTheirPrefixAndAliases() {
    var source =
        """
        from pydantic import Field, AliasChoices
        from pydantic_settings import BaseSettings, SettingsConfigDict

        class Base(BaseSettings):
            model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env.local")
            url: str

        class Settings(Base):
            token: str
            key: str = Field(validation_alias="SECRET_KEY")
            either: str = Field(validation_alias=AliasChoices("A", "B"))
            size: int = Field(default=3, ge=1)

        settings = Settings()
        """;
    assertThat(required(source)).containsExactly("APP_TOKEN", "APP_URL", "SECRET_KEY");
    assertThat(optional(source)).containsExactly("A", "APP_SIZE", "B");
    var facts = EnvironmentReader.read(Sources.tree(source), List.of());
    assertThat(facts.files()).containsExactly(".env.local");
    Judgement given = judge(source, Set.of("app_token", "APP_URL", "SECRET_KEY"));
    assertThat(given.missing()).noneMatch(Missing::required);
  }

  @Test
  void settingsOfAnotherModuleAreFollowed() {
    assertThat(
            required(
                """
                from core import Settings
                settings = Settings()
                ## core
                from base import Base
                class Settings(Base):
                    class Config:
                        env_prefix = "my_"
                    host: str
                ## base
                from pydantic import BaseSettings
                class Base(BaseSettings):
                    port: int
                """))
        .containsExactly("MY_HOST", "MY_PORT");
  }

  @Test
  void namesThatAreComputedAreCounted() {
    var source = "import os\nfor i in 'ab':\n    os.environ[f'X_{i}']\n    os.getenv(i)\n";
    assertThat(judge(source, Set.of()).computed()).isEqualTo(2);
  }

  @Test
  void whatNobodyReadsIsTold() {
    Judgement judgement =
        judge("import os\nos.getenv('A', '')", Set.of("A", "B", "GOOGLE_CLOUD_PROJECT", "PORT"));
    assertThat(judgement.missing()).isEmpty();
    assertThat(judgement.unread()).containsExactly("B");
  }

  @Test
  void namesInTwoHalvesAreOneFinding() {
    Judgement judgement =
        judge(
            """
            import os
            os.environ["DATABASE_HOST"]
            os.environ["DATABASE_USER"]
            os.getenv("DATABASE_PORT", "5432")
            os.environ["TOKEN"]
            """,
            Set.of("POSTGRES_HOST", "POSTGRES_USER", "POSTGRES_PORT", "OTHER"));
    assertThat(judgement.halves()).hasSize(1);
    EnvironmentContract.Halves halves = judgement.halves().getFirst();
    assertThat(halves.given()).containsExactly("POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_USER");
    assertThat(halves.read())
        .extracting(Missing::variable)
        .containsExactly("DATABASE_HOST", "DATABASE_PORT", "DATABASE_USER");
    assertThat(judgement.missing()).extracting(Missing::variable).containsExactly("TOKEN");
    assertThat(judgement.unread()).containsExactly("OTHER");
  }

  @Test
  void saysWhereAndWhen() {
    Judgement judgement = judge("import os\ndef f():\n    return os.environ['X']\n", Set.of());
    assertThat(judgement.missing().getFirst().places())
        .containsExactly(new EnvironmentContract.Place("main", 3, 12, "os.environ", false));
  }
}
