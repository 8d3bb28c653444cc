package preflight.source.python.version;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Python interpreter of this machine, asked whether it compiles files. One process gets the
 * sources over its standard input, isolated from variables, {@code site} and the working directory
 * ({@code -I -E -S -B}). It compiles them; nothing of them is imported, run or written.
 */
public final class Interpreter {

  /** Reads lengths and sources, writes {@code number, line, column, message} for each refusal. */
  private static final String PROGRAM =
      """
      import sys, struct, warnings
      warnings.simplefilter("ignore")
      data, out = sys.stdin.buffer, []
      out.append("%d.%d" % sys.version_info[:2])
      number = 0
      while True:
          head = data.read(4)
          if len(head) < 4:
              break
          source = data.read(struct.unpack(">I", head)[0])
          try:
              compile(source, "source", "exec", dont_inherit=True)
          except SyntaxError as e:
              words = " ".join(str(e.msg).split())
              out.append("%d\\t%d\\t%d\\t%s" % (number, e.lineno or 1, e.offset or 1, ascii(words)[1:-1]))
          except ValueError as e:
              out.append("%d\\t1\\t1\\t%s" % (number, ascii(" ".join(str(e).split()))[1:-1]))
          except BaseException as e:
              out.append("%d\\t0\\t0\\t%s" % (number, type(e).__name__))
          number += 1
      out.append("end %d" % number)
      sys.stdout.write("\\n".join(out) + "\\n")
      """;

  private static final int LONGEST_MESSAGE = 200;
  private static final int FIELDS = 4;

  private final Path program;
  private final int minor;

  private Interpreter(Path program, int minor) {
    this.program = program;
    this.minor = minor;
  }

  /**
   * The interpreter of a version.
   *
   * @param path directories, as in {@code PATH}
   * @param pyenv where pyenv keeps its versions ({@code ~/.pyenv}); need not be there
   */
  public static Optional<Interpreter> find(List<Path> path, Path pyenv, int minor) {
    String name = "python3." + minor;
    var candidates = new ArrayList<Path>();
    Path versions = pyenv.resolve("versions");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> all = Files.list(versions)) {
        all.filter(it -> it.getFileName().toString().startsWith("3." + minor + "."))
            .sorted()
            .map(it -> it.resolve("bin").resolve(name))
            .forEach(candidates::add);
      } catch (IOException _) {
        // Then those of the PATH are left.
      }
    }
    path.forEach(it -> candidates.add(it.resolve(name)));
    return candidates.stream()
        .filter(it -> Files.isRegularFile(it) && Files.isExecutable(it))
        .findFirst()
        .map(it -> new Interpreter(it, minor));
  }

  /** What the interpreter says of files. */
  public sealed interface Answer {

    /**
     * It looked at all of them.
     *
     * @param refused what it does not compile, and where that first fails
     * @param undecided what it has no answer for, such as nesting too deep for it
     */
    record Compiled(SortedMap<String, Feature> refused, SortedMap<String, String> undecided)
        implements Answer {}

    /** It did not. */
    record None(String why) implements Answer {}
  }

  public Path program() {
    return program;
  }

  /** Compiles sources, which are named by any keys. */
  public Answer compile(SortedMap<String, byte[]> sources, Duration patience)
      throws InterruptedException {
    var builder =
        new ProcessBuilder(program.toString(), "-I", "-E", "-S", "-B", "-X", "utf8", "-c", PROGRAM);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    Process process;
    try {
      process = builder.start();
    } catch (IOException _) {
      return new Answer.None("%s cannot be started".formatted(program.getFileName()));
    }
    var lines = new FutureTask<>(() -> lines(process));
    Thread.startVirtualThread(lines);
    Thread.startVirtualThread(() -> write(process, sources));
    try {
      return read(lines.get(patience.toMillis(), TimeUnit.MILLISECONDS), sources);
    } catch (TimeoutException _) {
      return new Answer.None("%s did not answer in time".formatted(program.getFileName()));
    } catch (ExecutionException _) {
      return new Answer.None("%s gave no answer".formatted(program.getFileName()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void write(Process process, SortedMap<String, byte[]> sources) {
    try (var out = new DataOutputStream(process.getOutputStream())) {
      for (byte[] source : sources.values()) {
        out.writeInt(source.length);
        out.write(source);
      }
    } catch (IOException _) {
      // It has ended; what it said, or did not say, tells.
    }
  }

  private static List<String> lines(Process process) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private Answer read(List<String> lines, Map<String, byte[]> sources) {
    if (lines.size() < 2 || !lines.getLast().equals("end " + sources.size())) {
      return new Answer.None("%s ended without an answer".formatted(program.getFileName()));
    }
    if (!lines.getFirst().equals("3." + minor)) {
      return new Answer.None("%s is Python %s".formatted(program.getFileName(), lines.getFirst()));
    }
    List<String> names = List.copyOf(sources.keySet());
    var refused = new TreeMap<String, Feature>();
    var undecided = new TreeMap<String, String>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      String[] fields = line.split("\t", FIELDS);
      String name = names.get(Integer.parseInt(fields[0]));
      int at = Integer.parseInt(fields[1]);
      String message = fields[3];
      message = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
      if (at == 0) {
        undecided.put(name, message);
      } else {
        int column = Math.max(1, Integer.parseInt(fields[2]));
        refused.put(name, new Feature(message, Feature.NEVER, at, column, true));
      }
    }
    return new Answer.Compiled(refused, undecided);
  }
}
