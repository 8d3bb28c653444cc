package preflight.resource.field;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import preflight.resource.Kind;

/** Describes one key of a profile or pack; decoding, schema and reference are derived from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

  /** One sentence. */
  String value();

  /** An example in YAML. */
  String example() default "";

  /** What applies when the key is absent, in YAML; a key without it may have to be given. */
  String byDefault() default "";

  /** The kinds that a reference may name; the kind may be left out where there is only one. */
  Kind[] refersTo() default {};

  /** The key, where it is not the component's name in kebab case. */
  String key() default "";

  /**
   * The smallest number, nothing without it; one: a text may not be blank; zero: a duration may be
   * nothing.
   */
  int min() default Integer.MIN_VALUE;

  /** The largest number; without it, one whose product with another is still a number. */
  int max() default 1_000_000;

  /** What a text must look like; of a list or mapping, each of its texts. */
  Grammar grammar() default Grammar.ANY;

  /** What the keys of a mapping must look like. */
  Grammar keys() default Grammar.ANY;

  /** Whether it is a path, relative to the file that says so. */
  boolean path() default false;

  /** Whether it is a program with its arguments, whose path begins in the profile's folder. */
  boolean program() default false;

  /** Which other values ask for less. */
  Weaker weaker() default Weaker.UNSAID;

  /** Whether anything looks at it; what nothing looks at yet, {@code lint} says so. */
  boolean read() default true;

  /** Whether a single value may stand in place of a list. */
  boolean orOne() default false;

  /**
   * Whether {@code true} may stand in place of a mapping, for one without keys, and {@code false}
   * for none.
   */
  boolean orFlag() default false;

  /** The key of a mapping that a single value in its place stands for. */
  String valueStandsFor() default "";

  /**
   * The value of the key that a single text in place of a mapping stands for: with {@code 100},
   * {@code latest} is short for {@code { latest: 100 }}.
   */
  String keyStandsFor() default "";

  /** Whether a connection URL under the key {@code url} beside it may say it instead. */
  boolean inUrl() default false;

  /** The key of a mapping that a list in its place stands for. */
  String listStandsFor() default "";
}
