package preflight.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.resource.Relation;
import preflight.resource.ResourceName;
import preflight.text.Plural;

/** Puts resources and failures into words. */
public final class Sentences {

  private Sentences() {}

  /** For example {@code the secret REDIS_HOST}. */
  public static String subject(ResourceName name) {
    return switch (name.kind()) {
      case SECRETS -> "the secret " + name.name();
      case CONNECTORS -> "the connector " + name.name();
      case SERVICES -> "the service " + name.name();
      case JOBS -> "the job " + name.name();
      case SOURCE -> "the source";
      case REDIS, POSTGRES, ENDPOINTS -> name.toString();
    };
  }

  /** What would answer a question that is open: a command, or words. */
  public static String decides(Unknown unknown) {
    Optional<Command> command = unknown.commands().stream().filter(Command::isWhole).findFirst();
    if (command.isPresent()) {
      return command.get().toString();
    }
    return switch (unknown.reason()) {
      case PERMISSION -> "run it with the permissions that it needs";
      case NO_VALUE -> "give the secret its value";
      case VANTAGE -> "run it from inside the network";
      case TRANSIENT -> "run it again in some minutes";
      case DEADLINE -> "run it again with more time";
      case INTERRUPTED -> "run it again to its end";
      case BUDGET -> "run it on profiles with fewer or smaller secrets each";
      case DEFECT -> "run it again with --verbose and report the defect";
    };
  }

  /** For example {@code the secret REDIS_HOST ends with a line break}. */
  static String of(ResourceName name, Failed failed) {
    return failed
        .says()
        .map(it -> subject(name) + " " + it)
        .orElseGet(() ->
            switch (failed.signal()) {
              // The resource only happened to be the one that was asked about.
              case BILLING_DISABLED, POLICY_DENIED -> lower(failed.signal().meaning());
              case API_DISABLED ->
                  "the API %s is not enabled in the project"
                      .formatted(failed.facts().getOrDefault("api", "that this needs"));
              default -> lower(failed.signal().meaning()) + " (" + name + ")";
            });
  }

  /** A name keeps its case at the beginning of a sentence too. */
  static String capital(String sentence) {
    return sentence.split(" ", 2)[0].contains(".")
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** For example {@code a, b and c}. */
  static String and(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** How one resource hangs on another, through those between them. */
  static Optional<String> relation(List<Relation> path) {
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(
            path.stream()
                .map(it ->
                    "%s %s %s"
                        .formatted(subject(it.dependent()), it.how(), subject(it.dependency())))
                .collect(Collectors.joining(", ")));
  }

  private static String lower(String sentence) {
    boolean name = sentence.length() > 1 && Character.isUpperCase(sentence.charAt(1));
    String first = sentence.split(" ", 2)[0];
    return name || first.equals("Redis") || first.equals("Postgres") || first.startsWith("Google")
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** What one root cause does: {@code explains 4 failures}; empty where it explains none. */
  public static String explains(RootCause root) {
    int explained = root.explains().size();
    return explained == 0 ? "" : "explains " + Plural.of(explained, "failure");
  }

  /** The same of several: {@code 2 more failures follow from them}. */
  public static String follow(List<RootCause> roots) {
    int explained = roots.stream().mapToInt(it -> it.explains().size()).sum();
    return switch (explained) {
      case 0 -> "";
      case 1 -> "1 more failure follows from one of them";
      default -> explained + " more failures follow from them";
    };
  }
}
