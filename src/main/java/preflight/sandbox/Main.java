package preflight.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.LogManager;

/** Runs a sandbox until its standard input ends or a signal comes. */
public final class Main {

  private static final int USAGE = 64;
  private static final int FAILED = 70;

  private Main() {}

  static void main(String[] args) throws InterruptedException {
    // Its libraries would log to stderr, which belongs to whoever started it.
    LogManager.getLogManager().reset();
    System.exit(run(args, System.in, System.out, System.err));
  }

  static int run(String[] args, InputStream in, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (args.length != 0 && (args.length != 2 || !args[0].equals("--scenario"))) {
      err.println("sandbox: usage: [--scenario NAME]");
      return USAGE;
    }
    String name = args.length == 0 ? "healthy" : args[1];
    Optional<Scenario> scenario = Scenarios.named(name);
    if (scenario.isEmpty()) {
      err.println(
          "sandbox: there is no scenario '%s'; did you mean '%s'?"
              .formatted(name, Scenarios.nearest(name)));
      return USAGE;
    }
    if (!supported()) {
      err.println("sandbox: its Postgres and Redis run on Linux on amd64 only");
      return FAILED;
    }
    try {
      serve(scenario.get(), in, out);
      return 0;
    } catch (IOException e) {
      err.println("sandbox: " + e.getMessage());
      return FAILED;
    }
  }

  private static void serve(Scenario scenario, InputStream in, PrintStream out)
      throws IOException, InterruptedException {
    try (Sandbox sandbox = Sandbox.of(Sandbox.blueprint(scenario, Clock.systemUTC()))) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("sandbox-stop").unstarted(sandbox::close));
      sandbox.start();
      Announcement.print(sandbox, out);
      while (in.read() >= 0) {
        // What is typed means nothing; only the end does.
      }
    }
  }

  private static boolean supported() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }
}
