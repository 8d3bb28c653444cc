package preflight.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a check is called and what a reader must know of it; documentation is derived from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CheckDoc {

  /** The name, {@code type-what} in kebab case; for ever. */
  String id();

  /** The type of resource it asks about. */
  Class<?> on();

  /** The good state, as one sentence without a full stop. */
  String expects();

  /** What users suffer when the failure is ignored, in Markdown. */
  String why();

  /** Every signal that a failure of this check may carry. */
  Signal[] signals();

  /** What the caller must be allowed to do. */
  Permission[] permissions() default {};

  /** Checks on the same resource without whose pass this one makes no sense. */
  Class<? extends Check<?, ?>>[] needs() default {};

  /** Reads the annotation and refuses a check that lacks it. */
  final class Reader {

    private Reader() {}

    public static CheckDoc of(Class<?> check) {
      CheckDoc doc = check.getAnnotation(CheckDoc.class);
      if (doc == null) {
        throw new IllegalStateException(check.getName() + " lacks @CheckDoc");
      }
      return doc;
    }
  }
}
