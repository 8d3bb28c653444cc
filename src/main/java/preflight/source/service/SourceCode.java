package preflight.source.service;

import java.util.Optional;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.source.RuleResult;

/** The code that services are built from. */
public interface SourceCode {

  /** The code in the image of a service, as the tree on this machine would build it. */
  Answer of(Service service, Environment environment) throws InterruptedException;

  /** Tests that cannot be imported, because the tree lacks what they import from it. */
  RuleResult tests(Source source) throws InterruptedException;

  /** What is known of the code of a service. */
  sealed interface Answer {

    /**
     * It was read.
     *
     * @param found which file of the tree says how it is built, where the profile does not
     */
    record Read(ServiceCode code, Optional<String> found) implements Answer {}

    /**
     * The profile does not say what it is built from.
     *
     * @param what is missing, as a sentence without a full stop
     */
    record Undeclared(String what) implements Answer {}

    /**
     * It could not be read.
     *
     * @param why as a sentence without a full stop
     */
    record Unread(String why) implements Answer {}
  }
}
