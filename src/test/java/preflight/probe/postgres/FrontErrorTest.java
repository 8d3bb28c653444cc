package preflight.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.Said;

class FrontErrorTest {

  /** Whole messages as the fronts send them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "08P01|no such user|NO_USER",
        "08P01|no such database: orders|NO_DATABASE",
        "08P01|query_wait_timeout|POOL_EXHAUSTED",
        "08P01|no more connections allowed (max_client_conn)|TOO_MANY_CONNECTIONS",
        "08P01|unsupported startup parameter: search_path|PARAMETER_REFUSED",
        "08P01|unsupported startup parameter in options: search_path|PARAMETER_REFUSED",
        "08P01|SSL required|TLS_REQUIRED",
        "08P01|server login has been failing, cached error: connect failed"
            + " (server_login_retry)|NO_BACKEND",
        "08P01|server login has been failing, cached error: FATAL: password authentication failed"
            + " for user \"pooler\" (server_login_retry)|BACKEND_REFUSES",
        "08P01|transaction blocks not allowed in statement pooling mode|POOL_MODE",
        "58000|No pool configured for database: \"orders\", user: \"app\"|NO_DATABASE",
        "58000|could not get connection from the pool - AllServersDown|POOL_EXHAUSTED",
        "XX000|Tenant or user not found|NO_TENANT",
        "XX000|(ENOTFOUND) tenant/user postgres.abcdefghijkl not found|NO_TENANT",
        "XX000|(EMAXCONNSESSION) max clients reached in session mode - max clients are limited to"
            + " pool_size: 15|TOO_MANY_CONNECTIONS",
        "XX000|(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 15000ms in"
            + " Transaction mode|POOL_EXHAUSTED",
        "XX000|Control plane request failed: endpoint is disabled|SUSPENDED",
        "08P01|Endpoint ID is not specified. Either please upgrade the postgres client library"
            + " (libpq) for SNI support|NO_TENANT",
        "28000|connection is insecure (try using `sslmode=require`)|TLS_REQUIRED",
        "08006|failed to connect to the database|NO_BACKEND"
      })
  void the_words_of_a_front_have_their_meaning(String state, String message, FrontError meaning) {
    assertThat(new SqlError(state, Said.said(message)).front()).contains(meaning);
  }

  @Test
  void a_sqlstate_that_tells_something_counts_before_words() {
    assertThat(new SqlError("42P01", Said.said("no such database")).front()).isEmpty();
    assertThat(new SqlError("XX000", Said.said("cache lookup failed for type 42")).front())
        .isEqualTo(Optional.empty());
  }

  @Test
  void no_row_is_hidden_by_another_of_another_meaning() {
    FrontError.byWords()
        .forEach((words, meaning) ->
            assertThat(FrontError.of(Said.said(words))).as(words).contains(meaning));
  }
}
