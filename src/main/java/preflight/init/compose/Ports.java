package preflight.init.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.profile.reading.Yaml;

/**
 * The ports that a service publishes on this machine.
 *
 * @param published each with the one in the container
 */
record Ports(List<Ports.Published> published, List<String> exposed) {

  record Published(String host, String container) {}

  /** {@code [ADDRESS:][HOST:]CONTAINER[/PROTOCOL]}. */
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:]+]|localhost):)?(?:([0-9]{1,5}):)?([0-9]{1,5})(?:/tcp)?");

  static Ports of(Yaml.Mapping service, Interpolation variables) {
    List<Published> published = new ArrayList<>();
    List<String> exposed = new ArrayList<>();
    for (Yaml each : service.list("ports")) {
      switch (each) {
        case Yaml.Scalar(_, String text, _) -> {
          Matcher port = SHORT.matcher(variables.filled(text));
          if (port.matches() && port.group(1) != null) {
            published.add(new Published(port.group(1), port.group(2)));
          } else if (port.matches()) {
            exposed.add(port.group(2));
          }
        }
        case Yaml.Mapping mapping -> {
          Optional<String> host = text(mapping, "published", variables);
          Optional<String> container = text(mapping, "target", variables);
          boolean tcp = text(mapping, "protocol", variables).filter("udp"::equals).isEmpty();
          if (tcp && host.isPresent() && container.isPresent()) {
            published.add(new Published(host.get(), container.get()));
          }
        }
        case Yaml.Sequence _ -> {
          // Compose refuses it.
        }
      }
    }
    for (Yaml each : service.list("expose")) {
      if (each instanceof Yaml.Scalar(_, String text, _)) {
        exposed.add(variables.filled(text));
      }
    }
    return new Ports(published, exposed);
  }

  private static Optional<String> text(Yaml.Mapping node, String key, Interpolation variables) {
    return node.scalar(key).map(it -> variables.filled(it.text())).filter(it -> !it.isEmpty());
  }

  /** Where this machine reaches a port of the container. */
  Optional<String> of(String container) {
    return published.stream()
        .filter(it -> it.container().equals(container))
        .map(Published::host)
        .findFirst();
  }

  /** All ports of the container that somebody names. */
  List<String> inside() {
    List<String> all = new ArrayList<>(published.stream().map(Published::container).toList());
    all.addAll(exposed);
    return all;
  }
}
