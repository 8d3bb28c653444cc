package preflight.cli;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.Permission;
import preflight.resource.Kind;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "checks",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "List all checks, one line each.",
    footer = {"", "Example: preflight checks --output json"})
final class ChecksCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private FormatOption output = new FormatOption();

  ChecksCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<CheckDefinition> catalogue = Catalog.definitions();
    switch (output.format()) {
      case HUMAN -> human(catalogue);
      case JSON -> json(catalogue);
    }
    return 0;
  }

  private void human(List<CheckDefinition> catalogue) {
    int width = catalogue.stream().mapToInt(it -> it.id().length()).max().orElse(0);
    for (CheckDefinition check : catalogue) {
      shell
          .out()
          .println(
              "%s%s  %s"
                  .formatted(
                      check.id(), " ".repeat(width - check.id().length()), check.doc().expects()));
    }
  }

  /** One entry of the JSON catalogue. */
  public record Entry(
      String id,
      String on,
      String expects,
      String why,
      List<String> signals,
      List<String> permissions) {}

  private void json(List<CheckDefinition> catalogue) {
    List<Entry> entries = catalogue.stream().map(ChecksCommand::entry).toList();
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    shell.out().print(mapper.writeValueAsString(entries));
    shell.out().println();
  }

  private static Entry entry(CheckDefinition check) {
    CheckDoc doc = check.doc();
    return new Entry(
        doc.id(),
        Arrays.stream(Kind.values())
            .filter(it -> it.type() == doc.on())
            .findFirst()
            .orElseThrow()
            .key(),
        doc.expects(),
        doc.why().strip(),
        check.emits().stream().map(Enum::name).toList(),
        Arrays.stream(doc.permissions()).map(Permission::permissions).toList());
  }
}
