package preflight.catalog.platform;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.StoreAddress;
import preflight.probe.run.StoreAddress.Part;
import preflight.probe.run.Variable;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Secrets;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Service;

/**
 * Which of a service's variables lead to which of its stores, by the names that are customary:
 * {@code REDIS_URL}, {@code PGHOST}, {@code DB_PASSWORD}.
 */
final class StoreVariables {

  private static final Pattern URL = Pattern.compile(".*(URL|URI|DSN|CONNECTION_STRING)");
  private static final Pattern PART =
      Pattern.compile(
          "(?:(.+)_|(PG))(HOST|HOSTNAME|PORT|PASSWORD|PASS|USER|USERNAME|DB|DATABASE|NAME)");
  private static final Pattern REDIS = Pattern.compile("(.*_)?(REDIS|VALKEY)(_.*)?");
  private static final Pattern POSTGRES =
      Pattern.compile("(.*_)?(POSTGRES|POSTGRESQL|PG|DB|DATABASE|SQL)(_.*)?");

  /**
   * What the variables tell.
   *
   * @param told addresses by the variables that tell them
   * @param trouble why a value that may be one of them could not be read
   */
  record Told(Map<String, StoreAddress> told, Optional<ApiTrouble> trouble) {}

  private final Secrets secrets;

  StoreVariables(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Of several stores of a kind, the name of a variable says which one it means. */
  Told of(Service service, ResourceName store, Map<String, Variable> variables)
      throws InterruptedException {
    boolean only =
        service.uses().stream().filter(it -> it.kind() == store.kind()).distinct().count() == 1;
    String name = store.name().toUpperCase(Locale.ROOT).replace('-', '_');
    Map<String, StoreAddress> told = new LinkedHashMap<>();
    Map<String, Map<Part, SecretValue>> single = new TreeMap<>();
    Map<String, String> names = new TreeMap<>();
    Optional<ApiTrouble> trouble = Optional.empty();
    for (var entry : new TreeMap<>(variables).entrySet()) {
      String variable = entry.getKey().toUpperCase(Locale.ROOT);
      Matcher part = PART.matcher(variable);
      boolean url = URL.matcher(variable).matches();
      boolean alone = !url && part.matches() && leads(group(part), store.kind());
      if ((!url && !alone) || !(only || variable.contains(name))) {
        continue;
      }
      Reading<SecretValue> value = value(entry.getValue());
      if (value instanceof Reading.Unanswered<SecretValue>(ApiTrouble it)) {
        trouble = trouble.or(() -> Optional.of(it));
      }
      Optional<SecretValue> known = value.known().filter(it -> it.length() > 0);
      if (known.isPresent() && url) {
        StoreAddress.ofUrl(known.get(), store.kind()).ifPresent(it -> told.put(entry.getKey(), it));
      } else if (known.isPresent()) {
        single
            .computeIfAbsent(group(part), _ -> new EnumMap<>(Part.class))
            .put(part(part.group(3)), known.get());
        names.merge(group(part), entry.getKey(), (one, other) -> one + ", " + other);
      }
    }
    single.forEach(
        (group, parts) -> told.put(names.getOrDefault(group, group), StoreAddress.of(parts)));
    return new Told(told, trouble);
  }

  private static String group(Matcher part) {
    return part.group(1) == null ? part.group(2) : part.group(1);
  }

  private static boolean leads(String group, Kind kind) {
    return (kind == Kind.REDIS ? REDIS : POSTGRES).matcher(group).matches();
  }

  private static Part part(String word) {
    return switch (word) {
      case "HOST", "HOSTNAME" -> Part.HOST;
      case "PORT" -> Part.PORT;
      case "PASSWORD", "PASS" -> Part.PASSWORD;
      case "USER", "USERNAME" -> Part.USER;
      default -> Part.DATABASE;
    };
  }

  private Reading<SecretValue> value(Variable variable) throws InterruptedException {
    return switch (variable) {
      case Variable.Plain plain -> new Reading.Known<>(plain.value());
      case Variable.FromSecret(String id, String version) -> secrets.value(id, version);
      case Variable.Unresolved() -> new Reading.Unanswered<>(new ApiTrouble.Undecided());
    };
  }
}
