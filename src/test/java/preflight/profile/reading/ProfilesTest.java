package preflight.profile.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {

  @TempDir Path dir;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectories(dir.resolve("repo/deep/er"));
    write("repo/env-profiles/staging.yaml");
    write("repo/own.profile");
    write("home/env-profiles/staging.yaml");
    write("home/env-profiles/sandbox.yaml");
  }

  @Test
  void a_name_is_looked_up_from_the_working_directory_upward_and_the_sandbox_s_at_home() {
    assertThat(locate("staging")).isEqualTo(found("repo/env-profiles/staging.yaml"));
    assertThat(locate("sandbox")).isEqualTo(found("home/env-profiles/sandbox.yaml"));
  }

  @Test
  void a_shipped_example_is_not_taken_for_a_profile_of_the_user() throws Exception {
    write("home/env-profiles/production.yaml");
    assertThat(locate("production").toString())
        .contains(
            "`preflight init production` writes one",
            "home/env-profiles/production.yaml is an example");
    assertThat(locate("quux").toString()).contains("known: sandbox, staging");
    assertThat(locate(dir.resolve("home/env-profiles/production.yaml").toString()))
        .isEqualTo(found("home/env-profiles/production.yaml"));
  }

  @Test
  void a_path_is_a_path_whether_it_exists_or_not() {
    assertThat(locate("../../own.profile")).isEqualTo(found("repo/own.profile"));
    assertThat(locate("gone.yaml")).isEqualTo(found("repo/deep/er/gone.yaml"));
  }

  @Test
  void an_unknown_name_is_answered_with_the_known_ones() {
    assertThat(locate("stagin").toString()).contains("no such profile; did you mean 'staging'?");
    assertThat(locate("quux").toString()).contains("no such profile; known: sandbox, staging");
  }

  @Test
  void a_name_that_lacks_the_ending_of_a_file_beside_is_answered_with_the_file() throws Exception {
    write("repo/deep/er/shop.yaml");
    assertThat(locate("shop").toString())
        .contains("no such profile; did you mean '", "er/shop.yaml'?");
  }

  private Profiles.Located locate(String name) {
    return new Profiles(dir.resolve("repo/deep/er"), dir.resolve("home")).locate(name);
  }

  private Profiles.Located found(String path) {
    return new Profiles.Located.Found(dir.resolve(path));
  }

  private void write(String path) throws Exception {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "version: 1\n");
  }
}
