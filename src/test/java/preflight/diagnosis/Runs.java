package preflight.diagnosis;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Measurement;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Phase;
import preflight.check.Place;
import preflight.check.Remedy;
import preflight.check.Severity;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.plan.ClassOverride;
import preflight.check.plan.Plan.Notice;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.check.plan.Waiver;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.cli.Catalogue;
import preflight.engine.CheckResult;
import preflight.engine.Run;

/**
 * Finished runs from one line per result:
 *
 * <pre>
 * PASSED  redis-reachable/redis.cache measured=resolve,tcp : PONG
 * FAILED  redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve almost-address=true : no address
 * UNKNOWN secret-exists/secrets.A permission command=gcloud_auth_login : may not read
 * SKIPPED redis-latency/redis.cache prerequisite : needs redis-reachable/redis.cache
 * </pre>
 *
 * Further keys: {@code severity}, {@code waived} (a reason), {@code class} (an override), {@code
 * says}, {@code evidence}; in their values an underscore stands for a blank. All others are facts.
 */
public final class Runs {

  /** What is known of every check that there is, by its name, with remedies of our own. */
  private static final Map<String, CheckDefinition> KNOWN =
      Catalogue.all().stream().collect(Collectors.toMap(CheckDefinition::id, Runs::retold));

  /**
   * For tests that are about no certain check, or about a kind of resource that has no check yet.
   */
  private static final Set<String> STAND_INS =
      Set.of("any", "another", "other", "connector-ready", "code-single-definition");

  private Runs() {}

  /** What every check of such a run is. */
  @CheckDoc(
      id = "retold",
      on = String.class,
      about = Subject.GROUND,
      expects = "What the line expects is so",
      why = "Users would notice. And nobody else would.",
      signals = Signal.EXEC_FAILED)
  @Remedy(
      on = Signal.SECRET_MISMATCH,
      text = "Add a version without the line break.",
      commands = {
        "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}"
      })
  @Remedy(text = "Ask {environment}'s operator about {thing-nobody-knows}.")
  private static final class Retold implements Check<String, NoThresholds> {

    @Override
    public Outcome run(String target, NoThresholds with) {
      throw new UnsupportedOperationException("a result is retold, never asked for");
    }
  }

  private static CheckDefinition retold(CheckDefinition known) {
    return new CheckDefinition(
        Retold.class, known.doc(), NoThresholds.class, known.looksAt(), known.emits());
  }

  private static CheckDefinition check(String id) {
    CheckDefinition known =
        STAND_INS.contains(id) ? CheckDefinition.of(Retold.class) : KNOWN.get(id);
    if (known == null) {
      throw new IllegalArgumentException("there is no check " + id);
    }
    return known;
  }

  public static Run of(String lines) {
    return of(lines.lines().toList());
  }

  public static Run of(List<String> lines) {
    return of(results(lines), List.of(), false);
  }

  public static Run of(List<CheckResult> results, List<Notice> notices, boolean interrupted) {
    return new Run(results, notices, Duration.ofMillis(810), interrupted);
  }

  public static List<CheckResult> results(List<String> lines) {
    List<CheckResult> results = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        results.add(result(line.strip(), results.size() + 1));
      }
    }
    return results;
  }

  /** The result that a line tells of. */
  public static CheckResult result(String line, int number) {
    int colon = line.indexOf(" : ");
    String observed = colon < 0 ? "" : line.substring(colon + 3).strip();
    List<String> words = List.of((colon < 0 ? line : line.substring(0, colon)).split("\\s+"));
    Map<String, String> keys = new LinkedHashMap<>();
    String third = words.size() > 2 && !words.get(2).contains("=") ? words.get(2) : "";
    words.stream()
        .skip(third.isEmpty() ? 2 : 3)
        .forEach(
            it -> keys.put(it.substring(0, it.indexOf('=')), it.substring(it.indexOf('=') + 1)));
    CheckId id = id(words.get(1));
    Optional<Severity> severity = take(keys, "severity").map(it -> constant(Severity.class, it));
    Optional<Waiver> waiver =
        take(keys, "waived")
            .map(it ->
                new Waiver(
                    id,
                    blanks(it),
                    "platform",
                    LocalDate.of(2026, 12, 1),
                    new Place("env-profiles/staging.yaml", 90, 3)));
    Optional<ClassOverride> override =
        take(keys, "class")
            .map(it -> new ClassOverride(constant(FailureClass.class, it), "the profile says so"));
    CheckDefinition check = check(id.check());
    int attempts = take(keys, "attempts").map(Integer::parseInt).orElse(1);
    return new CheckResult(
        new PlannedCheck(
            id,
            check,
            id.resource(),
            new NoThresholds(),
            severity.orElse(Severity.BLOCKER),
            Duration.ofSeconds(5),
            Retry.NONE,
            List.of(),
            Optional.empty(),
            waiver,
            override,
            new Place("env-profiles/staging.yaml", number, 3)),
        declared(id.check(), outcome(words.getFirst(), third, keys, observed)),
        Duration.ofMillis(number),
        attempts,
        Optional.empty());
  }

  /** Refuses what the check could never say. */
  private static Outcome declared(String id, Outcome outcome) {
    if (!STAND_INS.contains(id)
        && outcome instanceof Failed failed
        && !check(id).emits().contains(failed.signal())) {
      throw new IllegalArgumentException(id + " emits no " + failed.signal());
    }
    return outcome;
  }

  private static Outcome outcome(
      String outcome, String third, Map<String, String> keys, String observed) {
    List<Measurement> measured =
        take(keys, "measured").stream()
            .flatMap(it -> Arrays.stream(it.split(",")))
            .map(it -> new Measurement(blanks(it), Duration.ofMillis(3)))
            .toList();
    return switch (outcome) {
      case "PASSED" -> Outcome.passed(observed.isEmpty() ? "as expected" : observed, measured);
      case "FAILED" -> failed(Signal.valueOf(third), keys, observed).measured(measured);
      case "UNKNOWN" ->
          Outcome.unknown(
              constant(UnknownReason.class, third),
              "an answer",
              observed.isEmpty() ? "no answer" : observed,
              take(keys, "command")
                  .map(Runs::blanks)
                  .map(it -> Command.words(List.of(it.split(" "))))
                  .stream()
                  .toArray(Command[]::new));
      case "SKIPPED" -> new Skipped(constant(SkipReason.class, third), observed);
      default -> throw new IllegalArgumentException(outcome);
    };
  }

  private static Failed failed(Signal signal, Map<String, String> keys, String observed) {
    Failed failed =
        Outcome.failed(signal, "the good state", observed.isEmpty() ? "another state" : observed);
    Optional<Phase> phase = take(keys, "phase").map(it -> constant(Phase.class, it));
    if (phase.isPresent()) {
      failed = failed.at(phase.get());
    }
    Optional<String> says = take(keys, "says");
    if (says.isPresent()) {
      failed = failed.saying(blanks(says.get()));
    }
    Optional<String> evidence = take(keys, "evidence");
    if (evidence.isPresent()) {
      failed = failed.with(new preflight.check.Evidence("probe", blanks(evidence.get())));
    }
    for (Clue clue : Clue.values()) {
      String key = clue.name().toLowerCase(Locale.ROOT).replace('_', '-');
      failed = failed.clue(clue, take(keys, key).filter("true"::equals).isPresent());
    }
    for (var fact : keys.entrySet()) {
      failed = failed.fact(fact.getKey(), fact.getValue());
    }
    return failed;
  }

  public static CheckId id(String text) {
    int slash = text.indexOf('/');
    return new CheckId(text.substring(0, slash), text.substring(slash + 1));
  }

  private static Optional<String> take(Map<String, String> keys, String key) {
    return Optional.ofNullable(keys.remove(key));
  }

  private static String blanks(String text) {
    return text.replace('_', ' ');
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
