package preflight.deployment;

import java.nio.file.Path;
import java.util.List;
import preflight.deployment.command.CommandLine;

/** Reads the command that deploys, as far as it can be told from its words and files. */
public final class CommandReader {

  /**
   * What the command is going to deploy.
   *
   * @param words the program with its arguments, as they are given to the system
   * @param directory where it runs
   */
  public DeploymentReading read(List<String> words, Path directory) {
    return new CommandLine(words, directory).read();
  }
}
