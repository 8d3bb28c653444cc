package preflight.check.signal;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one place at which a service is given a value. Several checks may object to what is given
 * there; they tell of one fault.
 *
 * @param receiver who is given it: {@code services.backend}
 * @param variable under which name
 */
public record Wire(String receiver, String variable) {

  /** The fact by which a failure names its wires: {@code services.backend:A,services.auth:A}. */
  public static final String FACT = "wires";

  private static final Pattern COMMA = Pattern.compile(",");

  /** The value of the fact. */
  public static String fact(Collection<Wire> wires) {
    return wires.stream()
        .map(it -> it.receiver() + ":" + it.variable())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** The value of the fact for variables of one receiver. */
  public static String fact(String receiver, Collection<String> variables) {
    return fact(variables.stream().map(it -> new Wire(receiver, it)).toList());
  }

  /** Those that a failure with these facts names. */
  public static Set<Wire> of(Map<String, String> facts) {
    String all = facts.getOrDefault(FACT, "");
    return all.isEmpty()
        ? Set.of()
        : COMMA
            .splitAsStream(all)
            .map(it -> {
              int end = it.indexOf(':');
              return end < 0
                  ? new Wire(it, "")
                  : new Wire(it.substring(0, end), it.substring(end + 1));
            })
            .collect(Collectors.toSet());
  }
}
