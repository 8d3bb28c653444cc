package preflight.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
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
    if (List.of(args).equals(List.of("--list"))) {
      list(out);
      return 0;
    }
    Optional<Wish> wish = Wish.of(args);
    if (wish.isEmpty()) {
      err.println("sandbox: usage: --list | [--scenario NAME] [--further-secrets COUNT]");
      return USAGE;
    }
    String name = wish.get().scenario();
    Optional<Scenario> scenario = Scenarios.named(name);
    if (scenario.isEmpty()) {
      err.println(
          "sandbox: unknown scenario '%s'; %s"
              .formatted(
                  name,
                  Scenarios.nearest(name)
                      .map("did you mean '%s'?"::formatted)
                      .orElse("preflight demo --list shows all of them")));
      return USAGE;
    }
    if (!supported()) {
      err.println("sandbox: its Postgres and Redis run on Linux on amd64 only");
      return FAILED;
    }
    try {
      serve(scenario.get(), wish.get().furtherSecrets(), in, out);
      return 0;
    } catch (IOException e) {
      err.println("sandbox: " + e.getMessage());
      return FAILED;
    }
  }

  private static void list(PrintStream out) {
    int width = Scenarios.all().stream().mapToInt(it -> it.name().length()).max().orElse(1);
    for (Scenario each : Scenarios.all()) {
      out.printf("%-" + width + "s  %2d  %s%n", each.name(), each.exitCode(), each.says());
    }
  }

  /** What the arguments ask for. */
  private record Wish(String scenario, int furtherSecrets) {

    static Optional<Wish> of(String[] args) {
      var wish = new Wish("healthy", 0);
      for (int i = 0; i < args.length; i += 2) {
        if (i + 1 == args.length) {
          return Optional.empty();
        }
        if (args[i].equals("--scenario")) {
          wish = new Wish(args[i + 1], wish.furtherSecrets());
        } else if (args[i].equals("--further-secrets") && args[i + 1].matches("[0-9]{1,5}")) {
          wish = new Wish(wish.scenario(), Integer.parseInt(args[i + 1]));
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(wish);
    }
  }

  private static void serve(Scenario scenario, int furtherSecrets, InputStream in, PrintStream out)
      throws IOException, InterruptedException {
    Blueprint blueprint =
        Sandbox.blueprint(scenario, Clock.systemUTC()).withFurtherSecrets(furtherSecrets);
    try (Sandbox sandbox = Sandbox.of(blueprint)) {
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
