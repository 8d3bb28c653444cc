package preflight.catalog.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.program.Programs;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;

/**
 * Asks a program that is not a part of Preflight, and takes its answer for its own.
 *
 * <p>The program gets no shell, no standard input, a scrubbed environment with {@code
 * PREFLIGHT_ENVIRONMENT}, {@code PREFLIGHT_RESOURCE} and {@code PREFLIGHT_URL}, and writes one JSON
 * object to its standard output; {@code docs/exec.md} describes it.
 */
@CheckDoc(
    id = "exec",
    on = Service.class,
    // What a team adds is a demand of its own, whatever it looks at.
    about = Subject.GROUND,
    several = true,
    expects = "The external check passes",
    why =
        """
        What is not built in can be asked by a program of one's own, with the same outcomes, report \
        and exit codes.
        """,
    signals = Signal.EXEC_FAILED)
@Remedy(
    text = "Run the program by hand: it prints what it expected and what it saw.",
    commands = {"{repair}", "{command}"})
public final class Exec implements Check<Target<Service>, Exec.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value =
                  "Program and arguments, one element each; at least the program, whose path begins"
                      + " in the profile's folder, or else where Preflight runs",
              example = "[./scripts/check-queue, --strict]",
              program = true)
          List<String> command,
      @Field(value = "How long the program may take", byDefault = "8s", weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "Variables of the caller that the program gets beside the usual ones",
              example = "[QUEUE_URL]",
              byDefault = "[]")
          List<String> env,
      @Field(
              value = "The good state, where the program does not say it",
              example = "fewer than 100 messages wait",
              min = 1,
              grammar = Grammar.LINE)
          Optional<String> expects,
      @Field(
              value = "What to do about a failure, as one or two sentences",
              example = "Restart the worker.",
              min = 1,
              grammar = Grammar.LINE)
          Optional<String> fix,
      @Field(
              value = "The command that does it: program and arguments, one element each",
              example = "[kubectl, rollout, restart, deployment/worker]")
          List<String> repair,
      @Field(
              value = "What users lose if it fails",
              example = "mails come hours late",
              min = 1,
              grammar = Grammar.LINE)
          Optional<String> impact) {

    /** A program and its arguments, and nothing said about its failures. */
    public With(List<String> command, Duration giveUpAfter, List<String> env) {
      this(
          command,
          giveUpAfter,
          env,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());
    }

    public With {
      command = List.copyOf(command);
      env = List.copyOf(env);
      repair = List.copyOf(repair);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("exec needs a command: a program and its arguments");
      }
      if (env.stream().anyMatch(it -> !it.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
        throw new IllegalArgumentException("env lists names of variables, such as [QUEUE_URL]");
      }
      if (env.stream().anyMatch(it -> it.startsWith("PREFLIGHT_"))) {
        throw new IllegalArgumentException(
            "variables named PREFLIGHT_… are Preflight's own and are not passed on");
      }
    }
  }

  /** An argument that is named like a credential, and a URL with a password. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(pass(word|wd|phrase)?|secret|token|key|auth(orization)?|bearer|credentials?)[\"']?[=: ]+\\S"
              + "|://[^/\\s]*@",
          Pattern.CASE_INSENSITIVE);

  private final Programs programs;

  public Exec(Programs programs) {
    this.programs = programs;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PREFLIGHT_ENVIRONMENT", target.environment().name());
    variables.put("PREFLIGHT_RESOURCE", target.name().toString());
    target.resource().url().ifPresent(it -> variables.put("PREFLIGHT_URL", Places.shown(it)));
    Map<String, String> facts = new TreeMap<>();
    with.fix().ifPresent(it -> facts.put(CheckDoc.FIX, it.endsWith(".") ? it : it + "."));
    with.impact().ifPresent(it -> facts.put(CheckDoc.IMPACT, it));
    return Answers.withFacts(
        outcome(with, variables),
        facts,
        Map.of(
            "command",
            List.of(byHand(with.command())),
            "repair",
            with.repair().isEmpty() ? List.of() : List.of(Command.words(with.repair()))));
  }

  /** The same program by hand; what looks like a credential among its arguments is asked for. */
  private static Command byHand(List<String> words) {
    Command line = Command.words(List.of(words.getFirst()));
    for (int i = 1; i < words.size(); i++) {
      boolean hidden =
          isVendorKey(words.get(i))
              || TELLING.matcher(words.get(i - 1) + " " + words.get(i)).find();
      line =
          line.then(Command.of(" "))
              .then(
                  hidden
                      ? Command.asked(
                          "ARGUMENT_" + i,
                          "argument %d, which looks like a credential".formatted(i))
                      : Command.value(words.get(i)));
    }
    return line;
  }

  private static boolean isVendorKey(String word) {
    return !PeerText.ours(word).shown().equals(word);
  }

  private Outcome outcome(With with, Map<String, String> variables) throws InterruptedException {
    String program = with.command().getFirst();
    return switch (programs.run(with.command(), with.env(), variables, with.giveUpAfter())) {
      case Programs.Run.NotStarted(String why) ->
          unknown(with, "%s could not be started: %s".formatted(program, why));
      case Programs.Run.TimedOut() ->
          Outcome.unknown(
              UnknownReason.DEADLINE,
              with.expects().orElse("an answer of " + program),
              "none within %d ms".formatted(with.giveUpAfter().toMillis()),
              Command.of("{command}"));
      case Programs.Run.TooMuchOutput() -> unknown(with, program + " wrote more than 64 KiB");
      case Programs.Run.Ended(int code, _) when code != 0 ->
          unknown(with, "%s ended with code %d".formatted(program, code));
      case Programs.Run.Ended(_, PeerText output) ->
          ExecAnswer.read(output, with.expects())
              .orElseGet(() -> unknown(with, program + " wrote something else than the contract"));
    };
  }

  private static Outcome unknown(With with, String observed) {
    return Outcome.unknown(
        UnknownReason.DEFECT,
        with.expects().orElse("an answer of the external check"),
        observed,
        Command.of("{command}"));
  }
}
