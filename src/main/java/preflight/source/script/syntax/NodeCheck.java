package preflight.source.script.syntax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks {@code node --check}, which parses and runs nothing. The source is given as a copy, once as
 * an ES module and once as a script, and is refused where both refuse it; so an old Node.js must
 * not be asked of a newer image.
 */
public final class NodeCheck implements ScriptSyntax.SecondOpinion {

  private static final Pattern PLACE = Pattern.compile("(?m)^\\S*source\\.[mc]js:(\\d+)$");
  private static final Pattern WORDS = Pattern.compile("(?m)^SyntaxError: (.*)$");
  private static final int SECONDS = 5;
  private static final int LONGEST = 100;

  private final Path node;

  /**
   * With a program.
   *
   * @param node the program, by its whole path
   */
  public NodeCheck(Path node) {
    this.node = node;
  }

  /**
   * The first Node.js that is found, where it is of a version.
   *
   * @param path directories, as in {@code PATH}
   */
  public static Optional<NodeCheck> find(List<Path> path, int major) {
    return path.stream()
        .map(it -> it.resolve("node"))
        .filter(it -> Files.isRegularFile(it) && Files.isExecutable(it))
        .findFirst()
        .filter(it -> version(it).startsWith("v" + major + "."))
        .map(NodeCheck::new);
  }

  private static String version(Path node) {
    try {
      var builder = new ProcessBuilder(node.toString(), "--version");
      builder.environment().clear();
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public Answer ask(String path, String source) {
    try {
      Path folder = Files.createTempDirectory("preflight-");
      try {
        Answer script = run(folder.resolve("source.cjs"), source);
        return script instanceof Answer.Refused
            ? run(folder.resolve("source.mjs"), source)
            : script;
      } finally {
        Files.deleteIfExists(folder.resolve("source.cjs"));
        Files.deleteIfExists(folder.resolve("source.mjs"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      return new Answer.Silent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Silent();
    }
  }

  private Answer run(Path copy, String source) throws IOException, InterruptedException {
    Files.writeString(copy, source);
    Path said = Files.createTempFile(copy.getParent(), "said", ".txt");
    try {
      var builder =
          new ProcessBuilder(List.of(node.toString(), "--check", copy.toString()))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().keySet().removeIf(it -> it.startsWith("NODE_"));
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer.Silent();
      }
      if (process.exitValue() == 0) {
        return new Answer.Accepted();
      }
      Matcher words = WORDS.matcher(Files.readString(said));
      Matcher place = PLACE.matcher(Files.readString(said));
      return words.find() && place.find()
          ? new Answer.Refused(Integer.parseInt(place.group(1)), words.group(1))
          : new Answer.Silent();
    } finally {
      Files.deleteIfExists(said);
    }
  }
}
