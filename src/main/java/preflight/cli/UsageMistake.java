package preflight.cli;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that the caller can put right on the command line; one sentence. */
public final class UsageMistake extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final @Nullable String flag;

  public UsageMistake(String message) {
    super(message);
    this.flag = null;
  }

  /**
   * @param flag whose value is wrong, for example {@code --jobs}
   */
  public UsageMistake(String flag, String message) {
    super(message);
    this.flag = flag;
  }

  Optional<String> flag() {
    return Optional.ofNullable(flag);
  }
}
