package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.Golden;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Owners;

class GraphTextTest {

  private static final Environment STAGING =
      Environments.of(
          """
          secret REDIS_HOST used-by=backend matches=redis.cache.host
          secret REDIS_PASSWORD
          secret FORGOTTEN
          connector main
          redis cache through=main password=REDIS_PASSWORD
          postgres main through=main
          service backend uses=redis.cache,postgres.main,services.auth
          endpoint backend.health
          endpoint backend.chat websocket
          service auth uses=postgres.main
          source
          """);

  @Test
  void text_lists_who_depends_before_what_it_depends_on() {
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/graph.txt"), new GraphText(STAGING).text());
  }

  @Test
  void mermaid_draws_each_resource_once_and_each_relation_as_an_arrow() {
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/graph.mmd"), new GraphText(STAGING).mermaid());
  }

  @Test
  void every_relation_of_the_environment_is_in_both() {
    assertThat(
            new GraphText(STAGING)
                .text()
                .lines()
                .filter(it ->
                    it.startsWith("  is ")
                        || it.startsWith("  uses ")
                        || it.startsWith("  receives ")))
        .hasSameSizeAs(STAGING.relations());
    assertThat(new GraphText(STAGING).mermaid().lines().filter(it -> it.contains("-->")))
        .hasSameSizeAs(STAGING.relations());
  }

  @Test
  void an_environment_of_nothing_draws_nothing() {
    var nothing =
        new Environment(
            "empty",
            Gcp.NONE,
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty());
    assertThat(List.of(new GraphText(nothing).text(), new GraphText(nothing).mermaid()))
        .containsExactly("", "flowchart LR\n");
  }
}
