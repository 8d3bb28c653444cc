package preflight.source.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {

  @ParameterizedTest
  @CsvSource({
    "app/main.py, PRODUCTION",
    "app/contest.py, PRODUCTION",
    "app/latest_test.go, TEST",
    "app/testing_tools.py, PRODUCTION",
    "tests/a.py, TEST",
    "app/tests/a.py, TEST",
    "app/test_a.py, TEST",
    "conftest.py, TEST",
    "src/a.spec.ts, TEST",
    "src/__tests__/a.ts, TEST",
    "src/test/java/A.java, TEST",
    "src/main/java/ATest.java, TEST",
    "node_modules/x/index.js, VENDORED",
    "vendor/x/tests/a.go, VENDORED",
    "app/a.py.bak, BACKUP",
    "app/a.py~, BACKUP",
    "archive/a.py, BACKUP",
    "app/a_pb2.py, GENERATED",
    "app/a.pb.go, GENERATED",
    "web/a.min.js, GENERATED",
    "app/migrations/0001_x.py, GENERATED",
    "app/alembic/versions/x.py, GENERATED",
    "alembic/versions/x.py, GENERATED",
    "docs/conf.py, OTHER",
    "examples/a.py, OTHER"
  })
  void the_shipped_globs_tell_roles(String path, Role role) {
    assertThat(new Roles().of(path)).isEqualTo(role);
  }

  @Test
  void what_a_profile_declares_is_in_place_of_what_is_shipped_for_the_role() {
    var roles =
        new Roles(Map.of(Role.PRODUCTION, List.of("src/**"), Role.TEST, List.of("checks/")));
    assertThat(roles.of("src/a.py")).isEqualTo(Role.PRODUCTION);
    assertThat(roles.of("src/tests/a.py")).isEqualTo(Role.PRODUCTION);
    assertThat(roles.of("src/checks/a.py")).isEqualTo(Role.TEST);
    assertThat(roles.of("src/a_pb2.py")).isEqualTo(Role.GENERATED);
    assertThat(roles.of("tools/a.py")).isEqualTo(Role.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "**, a, true",
    "**, a/b/c, true",
    "src/**, src/a, true",
    "src/**, src/a/b, true",
    "src/**, lib/src/a, false",
    "**/b/*.py, a/b/c.py, true",
    "**/b/*.py, b/c.py, true",
    "**/b/*.py, a/b/c/d.py, false",
    "a/*/c, a/b/c, true",
    "a/*/c, a/b/b/c, false",
    "a/**/c, a/c, true",
    "a/**/c, a/b/b/c, true",
    "src/, src/a, true",
    "src/, x/src/a, true",
    "src/, src, false",
    "*.py, a/b.py, true",
    "a?.py, x/ab.py, true",
    "a?.py, x/a.py, false",
    "*a*b*, xaxbx, true",
    "*a*b*, xbxax, false",
    "/a.py, a.py, true",
    "/a.py, x/a.py, false"
  })
  void globs_match_as_they_say(String glob, String path, boolean matches) {
    assertThat(new PathPattern(glob).matches(path)).isEqualTo(matches);
  }
}
