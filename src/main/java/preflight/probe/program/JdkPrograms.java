package preflight.probe.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import preflight.probe.Redaction;

/** Runs programs as processes of the system, and ends them with all that they started. */
public final class JdkPrograms implements Programs {

  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "LANG", "TMPDIR", "TZ");
  private static final int MOST = 64 * 1024;
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Redaction redaction;

  public JdkPrograms(Redaction redaction) {
    this.redaction = redaction;
  }

  @Override
  public Run run(
      List<String> command, List<String> passedOn, Map<String, String> variables, Duration patience)
      throws InterruptedException {
    ClosedProcess.ensure();
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(it -> !PASSED_ON.contains(it) && !it.startsWith("LC_") && !passedOn.contains(it));
    builder.environment().putAll(variables);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException _) {
      return new Run.NotStarted(why(command.getFirst()));
    }
    Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
    Thread watch = Thread.startVirtualThread(() -> watch(process, started));
    var output = new FutureTask<>(() -> read(process.getInputStream()));
    Thread.startVirtualThread(output);
    try {
      return finished(process, output, patience);
    } finally {
      watch.interrupt();
      process.descendants().forEach(started::add);
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String why(String program) {
    var file = Path.of(program);
    if (file.getNameCount() == 1 && !file.isAbsolute()) {
      return "no program of that name is on the PATH";
    }
    if (!Files.exists(file)) {
      return "there is no such file";
    }
    return Files.isExecutable(file) ? "the system refused to run it" : "it is not executable";
  }

  /** Remembers what a program starts: once it has ended, nobody knows its children any more. */
  private static void watch(Process process, Set<ProcessHandle> started) {
    try {
      while (process.isAlive()) {
        process.descendants().forEach(started::add);
        Thread.sleep(GLANCE);
      }
    } catch (InterruptedException _) {
      // The program has been given up, or has ended.
    }
  }

  private Run finished(Process process, FutureTask<byte[]> output, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      byte[] bytes = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (bytes.length > MOST) {
        return new Run.TooMuchOutput();
      }
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return new Run.TimedOut();
      }
      return new Run.Ended(
          process.exitValue(), redaction.heard(new String(bytes, StandardCharsets.UTF_8)));
    } catch (TimeoutException _) {
      return new Run.TimedOut();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the output of a program could not be read", e);
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    return in.readNBytes(MOST + 1);
  }
}
