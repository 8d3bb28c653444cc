package preflight.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** For commands whose answer is for people or for programs: in which form it is written. */
public final class FormatOption {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "human|json",
      defaultValue = "human",
      description = "Output format (default: ${DEFAULT-VALUE}).")
  private Format format = Format.HUMAN;

  /** The forms. */
  public enum Format {
    HUMAN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Format format() {
    return format;
  }
}
