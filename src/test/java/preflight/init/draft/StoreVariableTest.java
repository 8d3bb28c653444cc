package preflight.init.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreVariableTest {

  @ParameterizedTest
  @CsvSource({
    "DATABASE_URL, postgres, false, DATABASE, URL",
    "LUMIKB_DATABASE_URL, postgres, false, LUMIKB_DATABASE, URL",
    "SQLALCHEMY_DATABASE_URI, postgres, false, SQLALCHEMY_DATABASE, URL",
    "POSTGRES_HOST, postgres, true, POSTGRES, HOST",
    "POSTGRES_SERVER, postgres, true, POSTGRES, HOST",
    "POSTGRES_DB, postgres, true, POSTGRES, DATABASE",
    "PGPASSWORD, postgres, true, PG, PASSWORD",
    "PGHOST, postgres, true, PG, HOST",
    "DB_NAME, postgres, false, DB, DATABASE",
    "db_host, postgres, false, DB, HOST",
    "REDIS_URL, redis, true, REDIS, URL",
    "SESSION_REDIS_HOST, redis, true, SESSION_REDIS, HOST",
    "REDIS_DB, redis, true, REDIS, DATABASE",
    "CELERY_BROKER_URL, redis, false, CELERY_BROKER, URL",
    "CONFIG__DB__YIELD_CURVES__HOST, postgres, false, CONFIG_DB_YIELD_CURVES, HOST",
  })
  void reads_the_names_that_are_customary(
      String variable, String kind, boolean certain, String group, String part) {
    var read = StoreVariable.of(variable).orElseThrow();
    assertThat(read.kind().orElseThrow().key()).isEqualTo(kind);
    assertThat(read.certain()).isEqualTo(certain);
    assertThat(read.group()).isEqualTo(group);
    assertThat(read.part().name()).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MYSQL_HOST", "MONGO_URL", "RABBITMQ_URL", "MYSQL_DATABASE"})
  void tells_stores_of_other_kinds(String variable) {
    assertThat(StoreVariable.of(variable).orElseThrow().kind()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PORT", "API_URL", "JWT_SECRET", "SERVICE_NAME", "DATABASE", "SMTP_HOST"})
  void takes_no_other_variable_for_a_store(String variable) {
    assertThat(StoreVariable.of(variable)).isEmpty();
  }
}
