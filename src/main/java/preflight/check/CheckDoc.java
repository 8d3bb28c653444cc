package preflight.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;

/** What a check is called and what a reader must know of it; documentation is derived from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CheckDoc {

  /** The fact of a failure that says what it gives away, where {@link #why} is too general. */
  String STAKE = "stake";

  /** The fact of a failure that says what users lose, where the resource's own is too general. */
  String IMPACT = "impact";

  /**
   * The fact of a failure that says what must be stored where the value is more than a credential:
   * {@code the whole URL with another password}.
   */
  String NEW_VALUE = "new-value";

  /** The fact of a failure that says how many bits a new value needs. */
  String BITS = "bits";

  /** The fact of a failure that says what to do about it, before what the remedy says. */
  String FIX = "fix";

  /** The name, {@code type-what} in kebab case; for ever. */
  String id();

  /** The type of resource it asks about. */
  Class<?> on();

  /** What its answer is about. */
  Subject about();

  /** The good state, as one sentence without a full stop. */
  String expects();

  /** What users suffer when the failure is ignored, in Markdown. */
  String why();

  /** What fails and what it is like after the repair, as lines of code; empty where words do. */
  String example() default "";

  /** What exactly fails and what does not, in Markdown; no report shows it. */
  String detail() default "";

  /** The signals that this check looks for: a pass says that none of them is there. */
  Signal[] signals() default {};

  /** Families of such signals. What the checks may meet that it needs is not repeated. */
  Family[] families() default {};

  /** What a pass or a failure says beyond itself. */
  Role role() default Role.PLAIN;

  /** Whether a resource may have several of them, each with an id of its own. */
  boolean several() default false;

  /** Whether one about services judges jobs, too, that are about to be deployed. */
  boolean ofJobs() default false;

  /** What the caller must be allowed to do. */
  Permission[] permissions() default {};

  /** Checks on the same resource without whose pass this one makes no sense. */
  Class<? extends Check<?, ?>>[] needs() default {};

  /** What the diagnosis may conclude from a check. */
  enum Role {
    PLAIN,
    /** It climbs from the name to an answer of the store: a pass says that all of it works. */
    LADDER,
    /** It asks the service itself whether it is well. */
    HEALTH,
    /** A pass says of the way to a store what no packet has to prove. */
    WAY
  }
}
