package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.resource.Kind;
import preflight.resource.Resource;
import preflight.resource.field.Keys;

/** No amount that a pack may say is so large or so small that a check breaks over it. */
class BoundsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "java.time.Duration, 3000000h",
    "java.time.Duration, 999999999h",
    "java.time.Duration, 99999999999999999999h",
    "java.time.Duration, 169h",
    "java.time.Duration, -1s",
    "int, 2147483647",
    "int, 99999999999",
    "int, -1",
    "int, -2147483648",
  })
  void every_amount_beyond_sense_is_refused_at_its_place(Class<?> type, String amount)
      throws Exception {
    List<String> lines = new ArrayList<>(List.of("version: 1", "rules:"));
    Map<Integer, String> amounts = new LinkedHashMap<>();
    for (CheckDefinition check : Catalog.definitions()) {
      lines.add("  - check: " + check.id());
      lines.add("    on: " + kind(check).key());
      if (type == Duration.class) {
        lines.add("    timeout: " + amount);
        amounts.put(lines.size(), check.id() + " timeout");
        lines.add("    retry:");
        lines.add("      attempts: 2");
        lines.add("      backoff: " + amount);
        amounts.put(lines.size(), check.id() + " backoff");
      } else {
        lines.add("    retry:");
        lines.add("      attempts: " + amount);
        amounts.put(lines.size(), check.id() + " attempts");
      }
      lines.add("    with:");
      lines.add("      {");
      for (RecordComponent it : check.thresholds().getRecordComponents()) {
        if (holds(it.getGenericType(), type)) {
          lines.add("        %s: %s,".formatted(Keys.of(it), amount));
          amounts.put(lines.size(), check.id() + " " + Keys.of(it));
        }
      }
      lines.add("      }");
    }
    Path pack = Files.write(folder.resolve("pack.yaml"), lines);

    var lint = Invocation.of("lint", pack.toString());

    assertThat(lint.exitCode()).isEqualTo(78);
    assertThat(amounts)
        .isNotEmpty()
        .allSatisfy((line, what) ->
            assertThat(lint.err())
                .as(what)
                .containsPattern(
                    Pattern.quote(pack.toString()) + ":" + line + ":\\d+: expected a "));
  }

  private static boolean holds(Type component, Class<?> type) {
    Class<?> boxed = type == int.class ? Integer.class : type;
    return component == type || component.getTypeName().contains(boxed.getName());
  }

  /** Any kind that the check is about. */
  private static Kind kind(CheckDefinition check) {
    for (Kind kind : Kind.values()) {
      if (check.doc().on().isAssignableFrom(kind.type())) {
        return kind;
      }
    }
    throw new IllegalStateException(check.id() + " is about no " + Resource.class);
  }
}
