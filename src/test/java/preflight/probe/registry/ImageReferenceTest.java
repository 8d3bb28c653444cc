package preflight.probe.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.registry.ImageReference.Elsewhere;
import preflight.probe.registry.ImageReference.Hosted;
import preflight.probe.registry.ImageReference.Unreadable;
import preflight.probe.registry.ImageReference.Version;

class ImageReferenceTest {

  private static final String DIGEST = "sha256:" + "0f".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "us-central1-docker.pkg.dev/acme/services/backend:v1, acme, us-central1, services, backend, v1",
    "us-docker.pkg.dev/acme/services/backend, acme, us, services, backend, latest",
    "us-docker.pkg.dev/acme/r/a/b/c:v1, acme, us, r, a/b/c, v1",
    "europe-docker.pkg.dev/example.com/acme/r/a:v1, example.com:acme, europe, r, a, v1",
    "gcr.io/acme/backend, acme, us, gcr.io, backend, latest",
    "us.gcr.io/acme/a/b:v1, acme, us, us.gcr.io, a/b, v1",
    "eu.gcr.io/acme/backend:v1, acme, europe, eu.gcr.io, backend, v1",
    "asia.gcr.io/acme/backend:v1, acme, asia, asia.gcr.io, backend, v1",
    "gcr.io/google.com/cloudsdktool/google-cloud-cli:1, google.com:cloudsdktool, us, gcr.io,"
        + " google-cloud-cli, 1"
  })
  void a_name_says_where_google_keeps_an_image(
      String text, String project, String location, String repository, String name, String tag) {
    assertThat(ImageReference.of(text))
        .isInstanceOfSatisfying(
            Hosted.class,
            it -> {
              assertThat(it.project()).isEqualTo(project);
              assertThat(it.location()).isEqualTo(location);
              assertThat(it.repository()).isEqualTo(repository);
              assertThat(it.name()).isEqualTo(name);
              assertThat(it.version()).isEqualTo(new Version.Tag(tag));
              assertThat(text).startsWith(it.path());
            });
  }

  @Test
  void a_digest_decides_whatever_the_tag_is() {
    assertThat(ImageReference.of("gcr.io/acme/backend:v1@" + DIGEST))
        .isInstanceOfSatisfying(
            Hosted.class, it -> assertThat(it.version()).isEqualTo(new Version.Digest(DIGEST)));
  }

  @ParameterizedTest
  @CsvSource({
    "redis:7, docker.io, true",
    "nginxinc/nginx-unprivileged, docker.io, true",
    "docker.io/library/redis:7, docker.io, true",
    "mirror.gcr.io/library/redis, mirror.gcr.io, true",
    "ghcr.io/acme/backend:v1, ghcr.io, false",
    "quay.io/acme/backend, quay.io, false",
    "localhost:5000/backend, localhost:5000, false",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/a, 123456789012.dkr.ecr.us-east-1.amazonaws.com,"
        + " false"
  })
  void others_are_elsewhere(String text, String registry, boolean deployable) {
    assertThat(ImageReference.of(text)).isEqualTo(new Elsewhere(registry, deployable));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "${IMAGE}",
        "gcr.io/acme",
        "gcr.io/acme/Backend",
        "gcr.io/acme/backend:",
        "gcr.io/acme/../backend",
        "gcr.io/acme/backend@sha256:12",
        "us-docker.pkg.dev/acme/backend",
        "https://gcr.io/acme/backend"
      })
  void what_docker_refuses_is_no_name(String text) {
    assertThat(ImageReference.of(text)).isEqualTo(new Unreadable());
  }
}
