package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.run.Provenance.Deployer;
import preflight.probe.run.Provenance.Mark;

/** Labels, tags and names as pipelines in the wild write them. */
class ProvenanceTest {

  private static final String DIGEST = "sha256:" + "ab12".repeat(16);

  private static Provenance of(String suffix, Map<String, String> labels, String image) {
    return Provenance.of(suffix, labels, Map.of(), List.of(image));
  }

  @Test
  void a_trigger_of_cloud_build_labels_with_the_commit_and_tags_with_it() {
    Provenance found =
        of(
            "-00014-zom",
            Map.of(
                "commit-sha", "cdc61105afa6908824cb09110fbd608bf87084bc",
                "gcb-build-id", "988da489-7b92-4a3d-9784-6d156d5ae156",
                "managed-by", "gcp-cloud-build-deploy-cloud-run"),
            "us-docker.pkg.dev/p/r/s:cdc61105afa6908824cb09110fbd608bf87084bc");
    assertThat(found.marks())
        .extracting(Mark::where)
        .containsExactly("the label commit-sha", "the tag of its image");
    assertThat(found.deployer()).isEqualTo(Deployer.CLOUD_BUILD_TRIGGER);
    assertThat(found.marks().getFirst().agrees(found.marks().getLast())).isTrue();
  }

  /** As of a pinned release of BasedHardware/omi, whose label named the head of main. */
  @Test
  void a_label_of_the_event_disagrees_with_the_tag_and_the_name_of_what_was_built() {
    Provenance found =
        of(
            "-2ebef0d-1",
            Map.of(
                "commit-sha", "b27420e01c0000000000000000000000000000aa",
                "managed-by", "github-actions"),
            "gcr.io/p/backend:2ebef0d");
    assertThat(found.deployer()).isEqualTo(Deployer.DEPLOY_CLOUDRUN_ACTION);
    assertThat(found.marks()).hasSize(3);
    assertThat(found.marks().getFirst().agrees(found.marks().get(1))).isFalse();
    assertThat(found.marks().get(1).agrees(found.marks().get(2))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io/p/backend:4f2a9c1, 4f2a9c1",
    "localhost:5000/backend:sha-4f2a9c1, 4f2a9c1",
    "r-docker.pkg.dev/p/r/s:4f2a9c1@sha256:ab, 4f2a9c1",
    "r-docker.pkg.dev/p/r/s:main-4f2a9c1d0, 4f2a9c1d0",
  })
  void a_tag_is_a_commit_by_its_form(String image, String commit) {
    assertThat(of("", Map.of(), image).marks()).extracting(Mark::commit).containsExactly(commit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcr.io/p/backend:latest",
        "gcr.io/p/backend",
        "gcr.io/p/backend:20260301",
        "gcr.io/p/backend:1.2.3",
        "gcr.io/p/backend:deadbeef",
        "gcr.io/p/4f2a9c1:latest",
        "localhost:5000/backend"
      })
  void a_word_a_number_and_a_version_are_none(String image) {
    assertThat(of("-00042-abc", Map.of("revision", "20260301"), image).marks()).isEmpty();
  }

  @Test
  void a_digest_tells_nothing_and_what_gcloud_was_told_does() {
    String pinned = "gcr.io/p/backend@" + DIGEST;
    assertThat(of("", Map.of(), pinned).marks()).isEmpty();
    assertThat(
            Provenance.of(
                    "",
                    Map.of(),
                    Map.of("client.knative.dev/user-image", "gcr.io/p/backend:4f2a9c1"),
                    List.of(pinned))
                .marks())
        .extracting(Mark::commit)
        .containsExactly("4f2a9c1");
  }

  @Test
  void of_several_images_none_counts_and_a_label_without_a_commit_is_told() {
    assertThat(
            Provenance.of("", Map.of(), Map.of(), List.of("gcr.io/a:4f2a9c1", "gcr.io/b:4f2a9c2"))
                .marks())
        .isEmpty();
    assertThat(of("", Map.of("commit-sha", "unknown"), "").unreadable())
        .containsExactly("the label commit-sha");
  }
}
