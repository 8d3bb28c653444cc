package preflight.probe.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import preflight.probe.Redaction;

/** Runs programs as processes of the system, and ends them with all that they started. */
public final class JdkPrograms implements Programs {

  private static final Set<String> PASSED_ON =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ");
  private static final int MOST = 64 * 1024;

  private final Redaction redaction;

  public JdkPrograms(Redaction redaction) {
    this.redaction = redaction;
  }

  @Override
  public Run run(List<String> command, Map<String, String> variables, Duration patience)
      throws InterruptedException {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(variables);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException _) {
      return new Run.NotStarted();
    }
    var output = new FutureTask<>(() -> read(process.getInputStream()));
    Thread.startVirtualThread(output);
    try {
      return finished(process, output, patience);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
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
          process.exitValue(), redaction.withoutLive(new String(bytes, StandardCharsets.UTF_8)));
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
