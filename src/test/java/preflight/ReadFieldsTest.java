package preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import preflight.profile.decoding.Written;
import preflight.resource.field.Field;

/** A field of a profile says whether anything reads it, and what it says is true. */
@AnalyzeClasses(packages = "preflight", importOptions = ImportOption.DoNotIncludeTests.class)
class ReadFieldsTest {

  /** What a record does with every component, whoever wants to know. */
  private static final Set<String> OF_ALL =
      Set.of("<init>", "at", "equals", "hashCode", "toString", "facts", "keys");

  @ArchTest
  static void a_field_is_read_unless_it_says_that_nothing_reads_it(JavaClasses all) {
    List<String> wrong = new ArrayList<>();
    look(Written.Profile.class, all, wrong, new HashSet<>());
    assertThat(wrong).isEmpty();
  }

  private static void look(Class<?> type, JavaClasses all, List<String> wrong, Set<Class<?>> seen) {
    if (!type.isRecord() || !seen.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      // What the reader itself reads, such as packs and waivers, is no business of checks.
      if (field != null && type != Written.Profile.class) {
        if (field.read() != isRead(all.get(type), component.getName())) {
          wrong.add(
              "%s.%s says read = %s"
                  .formatted(type.getSimpleName(), component.getName(), field.read()));
        }
      }
      if (field == null || field.read()) {
        types(component.getGenericType()).forEach(it -> look(it, all, wrong, seen));
      }
    }
  }

  /** Whether anybody asks for a component, or its own record does something with it. */
  private static boolean isRead(JavaClass type, String component) {
    Stream<? extends JavaAccess<?>> asked =
        type.getMethod(component).getAccessesToSelf().stream()
            .filter(it -> !it.getOriginOwner().getPackageName().startsWith("preflight.profile"));
    Stream<? extends JavaAccess<?>> used =
        type.getField(component).getAccessesToSelf().stream()
            .filter(it -> !it.getOrigin().getName().equals(component));
    return Stream.concat(asked, used)
        .anyMatch(
            it -> !it.getOriginOwner().equals(type) || !OF_ALL.contains(it.getOrigin().getName()));
  }

  private static Stream<Class<?>> types(Type type) {
    return switch (type) {
      case Class<?> raw when raw.getName().startsWith("preflight.resource.") -> Stream.of(raw);
      case ParameterizedType generic ->
          Stream.of(generic.getActualTypeArguments()).flatMap(ReadFieldsTest::types);
      default -> Stream.empty();
    };
  }
}
