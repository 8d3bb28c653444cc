package preflight.catalog.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.check.command.Command;

/** Commands that change the variables of a shell, and so of what it starts. */
final class ShellVariables {

  private ShellVariables() {}

  /** Sets them; a value that is empty here is one that only the reader knows. */
  static Command export(Map<String, Optional<String>> values) {
    Command all = Command.of("export");
    for (var entry : new TreeMap<>(values).entrySet()) {
      all =
          all.then(Command.of(" {name:variable}=").with("name", entry.getKey()))
              .then(
                  entry
                      .getValue()
                      .map(Command::value)
                      .orElseGet(() -> Command.askedValue(entry.getKey())));
    }
    return all;
  }

  static Command unset(List<String> names) {
    Command all = Command.of("unset");
    for (String name : names) {
      all = all.then(Command.of(" {name:variable}").with("name", name));
    }
    return all;
  }
}
