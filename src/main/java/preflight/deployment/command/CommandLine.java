package preflight.deployment.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.deployment.DeploymentReading;
import preflight.profile.reading.Mistakes;

/** The whole command that deploys, with what a shell is given to do in it. */
public final class CommandLine {

  /** Programs of a script that neither deploy nor change what a later command means. */
  private static final Set<String> HARMLESS =
      Set.of(
          "echo", "printf", "set", "export", "true", ":", "sleep", "date", "test", "[", "ls",
          "cat");

  private final List<String> words;
  private final Path directory;
  private final Mistakes mistakes = new Mistakes();
  private final Gathered gathered = new Gathered();

  /**
   * @param directory where it runs
   */
  public CommandLine(List<String> words, Path directory) {
    this.words = List.copyOf(words);
    this.directory = directory;
  }

  public DeploymentReading read() {
    try {
      List<SimpleCommand> commands = SimpleCommand.of(words, Map.of());
      for (SimpleCommand command : commands) {
        read(command, commands.size() == 1);
      }
    } catch (Unread e) {
      return new DeploymentReading.NotUnderstood(e.why());
    }
    return mistakes.none()
        ? new DeploymentReading.Read(gathered.request())
        : new DeploymentReading.Invalid(mistakes.all());
  }

  private void read(SimpleCommand command, boolean alone) throws Unread {
    switch (command.program()) {
      case "gcloud" -> new Gcloud(directory, mistakes, gathered).read(command);
      case "terraform", "tofu" -> throw new Unread(Terraform.refusal(command));
      case "" -> throw new Unread("there is no command");
      default -> {
        if (alone || command.program().equals("cd")) {
          throw new Unread("%s is no command that Preflight can read".formatted(command.program()));
        }
        if (!HARMLESS.contains(command.program())) {
          gathered.note(
              "Preflight does not read what %s does, which runs besides"
                  .formatted(command.program()));
        }
      }
    }
  }
}
