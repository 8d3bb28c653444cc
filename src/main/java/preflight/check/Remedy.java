package preflight.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import preflight.check.command.Command;
import preflight.check.signal.Signal;

/**
 * How to repair a failure. A command is a template of {@link Command}, filled in from the facts of
 * the failure first and of its resource second.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Remedies.class)
public @interface Remedy {

  /** The signals it is for; without any, it is for those that no other remedy names. */
  Signal[] on() default {};

  /** One or two sentences. */
  String text();

  /** The exact next commands, in order. */
  String[] commands() default {};

  /**
   * The text instead where what is wrong stands on this machine, in a dotenv file or the process:
   * where the failure has a fact {@code place}. Its fact {@code shell} is the command then.
   */
  String here() default "";

  /**
   * The text instead where no command can make the new value, but only the reader; {@code
   * {new-value}} in it says what to store.
   */
  String asked() default "";

  /** Whether services must be deployed again, since they read the secret when they start. */
  boolean redeploys() default false;
}
