package preflight.cli;

import java.io.Serial;

/** Something that the caller can put right on the command line; one sentence. */
final class UsageMistake extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  UsageMistake(String message) {
    super(message);
  }
}
