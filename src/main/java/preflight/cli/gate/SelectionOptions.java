package preflight.cli.gate;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import preflight.profile.planning.Selection;

/** The flags that select checks of a plan. */
public final class SelectionOptions {

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description =
          "Run only these: globs over check ids, names of resources and types; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--skip",
      paramLabel = "GLOB",
      description = "Run all but these, and list them in the report; repeatable.")
  private List<String> skip = new ArrayList<>();

  public Selection selection() {
    return new Selection(only, skip);
  }
}
