package preflight.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;

/** The answer to a check. Only {@link Passed} lets a deployment go on. */
public sealed interface Outcome {

  /** The environment is as expected. */
  record Passed(String observed, List<Measurement> measurements) implements Outcome {
    public Passed {
      measurements = List.copyOf(measurements);
    }
  }

  /**
   * The environment is not as expected.
   *
   * @param says the predicate of a sentence whose subject is the resource: {@code "ends with a line
   *     break"}; without it, the meaning of the signal speaks
   * @param clues what the diagnosis may look at
   * @param facts values for the placeholders of the remedy's commands
   * @param commands what goes into those commands as it is: lines, or parts of one, by placeholder
   */
  record Failed(
      Signal signal,
      Optional<Phase> phase,
      String expected,
      String observed,
      Optional<String> says,
      List<Evidence> evidence,
      Set<Clue> clues,
      Map<String, String> facts,
      Map<String, List<Command>> commands,
      List<Measurement> measurements)
      implements Outcome {
    public Failed {
      evidence = List.copyOf(evidence);
      clues = Set.copyOf(clues);
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
      commands = Map.copyOf(commands);
      measurements = List.copyOf(measurements);
    }

    public Failed at(Phase rung) {
      return new Failed(
          signal,
          Optional.of(rung),
          expected,
          observed,
          says,
          evidence,
          clues,
          facts,
          commands,
          measurements);
    }

    /** The same failure, understood better. */
    public Failed as(Signal other) {
      return new Failed(
          other, phase, expected, observed, says, evidence, clues, facts, commands, measurements);
    }

    public Failed saying(String predicate) {
      return new Failed(
          signal,
          phase,
          expected,
          observed,
          Optional.of(predicate),
          evidence,
          clues,
          facts,
          commands,
          measurements);
    }

    public Failed with(Evidence... more) {
      var all = new ArrayList<>(evidence);
      all.addAll(Arrays.asList(more));
      return new Failed(
          signal, phase, expected, observed, says, all, clues, facts, commands, measurements);
    }

    public Failed clue(Clue clue, boolean seen) {
      return seen ? clue(clue) : this;
    }

    public Failed clue(Clue seen) {
      Set<Clue> all = EnumSet.of(seen);
      all.addAll(clues);
      return new Failed(
          signal, phase, expected, observed, says, evidence, all, facts, commands, measurements);
    }

    public Failed fact(String name, String value) {
      var all = new LinkedHashMap<>(facts);
      all.put(name, value);
      return new Failed(
          signal, phase, expected, observed, says, evidence, clues, all, commands, measurements);
    }

    /** With a fact where there is one. */
    public Failed fact(String name, Optional<String> value) {
      return value.map(it -> fact(name, it)).orElse(this);
    }

    public Failed fact(String name, Command fragment) {
      return fact(name, List.of(fragment));
    }

    public Failed fact(String name, List<Command> lines) {
      var all = new LinkedHashMap<>(commands);
      all.put(name, List.copyOf(lines));
      return new Failed(
          signal, phase, expected, observed, says, evidence, clues, facts, all, measurements);
    }

    public Failed measured(List<Measurement> taken) {
      return new Failed(
          signal, phase, expected, observed, says, evidence, clues, facts, commands, taken);
    }
  }

  /**
   * The question could not be answered.
   *
   * @param commands what would make it answerable
   */
  record Unknown(UnknownReason reason, String expected, String observed, List<Command> commands)
      implements Outcome {
    public Unknown {
      commands = List.copyOf(commands);
    }
  }

  /** The question was not asked. */
  record Skipped(SkipReason reason, String detail) implements Outcome {}

  /** Why a question could not be answered. */
  enum UnknownReason {
    PERMISSION,
    /** A secret that it needs holds nothing, which the check of that secret says. */
    NO_VALUE,
    VANTAGE,
    TRANSIENT,
    DEADLINE,
    /** Whoever started the run ended it. */
    INTERRUPTED,
    /** It costs more memory or work than a run may spend, whatever its deadline. */
    BUDGET,
    DEFECT
  }

  /** Why a question was not asked. */
  enum SkipReason {
    NOT_APPLICABLE,
    PREREQUISITE,
    EXCLUDED
  }

  static Passed passed(String observed) {
    return new Passed(observed, List.of());
  }

  static Passed passed(String observed, List<Measurement> measurements) {
    return new Passed(observed, measurements);
  }

  static Failed failed(Signal signal, String expected, String observed) {
    return new Failed(
        signal,
        Optional.empty(),
        expected,
        observed,
        Optional.empty(),
        List.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        List.of());
  }

  static Unknown unknown(
      UnknownReason reason, String expected, String observed, Command... commands) {
    return new Unknown(reason, expected, observed, List.of(commands));
  }

  static Skipped notApplicable(String detail) {
    return new Skipped(SkipReason.NOT_APPLICABLE, detail);
  }
}
