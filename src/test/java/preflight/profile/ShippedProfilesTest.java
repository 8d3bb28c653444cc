package preflight.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.Golden;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mode;
import preflight.resource.Resource;

class ShippedProfilesTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production", "staging"})
  void however_it_is_written_a_shipped_profile_says_the_same_of_every_resource(String name) {
    Path withoutRules = new Folder(dir).root();
    var reader = new ProfileReader(FakeChecks.all(), Map.of(), Folder.TODAY, withoutRules);
    switch (reader.read(Path.of("env-profiles", name + ".yaml"), Mode.PLAN)) {
      case Reading.Invalid(List<Mistake> mistakes) -> throw new AssertionError(mistakes.toString());
      case Reading.Read(Profile profile) ->
          Golden.assertUpToDate(
              Path.of("src/test/resources/golden/shipped/" + name + ".txt"),
              profile
                  .environment()
                  .resources()
                  .map(it -> said(profile, it))
                  .sorted()
                  .collect(Collectors.joining()));
    }
  }

  private static String said(Profile profile, Resource resource) {
    return profile.values().of(resource.name()).stream()
        .filter(it -> it.origin() instanceof Values.Origin.Stated)
        .map(it -> "  %s: %s%n".formatted(it.key(), it.text()))
        .collect(Collectors.joining("", resource.name() + "\n", ""));
  }
}
