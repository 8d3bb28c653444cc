package preflight.catalog.vpc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.signal.Signal;
import preflight.probe.instance.InstanceName;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.repository.Match;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Setting;

/** An instance as a profile names it, and in what it differs from the rest of the profile. */
public final class ManagedInstance {

  private final InstanceName name;
  private final Environment environment;
  private final Secrets secrets;
  private final String expected;
  private final List<String> differences = new ArrayList<>();
  private Optional<ResourceName> holder = Optional.empty();

  public ManagedInstance(
      InstanceName name, Environment environment, Secrets secrets, String expected) {
    this.name = name;
    this.environment = environment;
    this.secrets = secrets;
    this.expected = expected;
  }

  /** Where something is written in the profile, whether it is one of these addresses. */
  public boolean leadsTo(Setting<String> host, List<InetAddress> addresses)
      throws InterruptedException {
    if (host.literal().isPresent()) {
      Optional<InetAddress> declared = address(host.literal().get());
      // A name may lead anywhere; on this machine a proxy may stand for the instance.
      boolean comparable = declared.filter(it -> !it.isLoopbackAddress()).isPresent();
      if (comparable && !addresses.contains(declared.get())) {
        differences.add(
            "its address is %s, declared %s"
                .formatted(words(addresses), declared.get().getHostAddress()));
        return false;
      }
      return declared.filter(addresses::contains).isPresent();
    }
    return !addresses.isEmpty()
        && holds(host, "host", addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  /** Whether a setting that a secret holds is one of some values; one that is readable, and not. */
  public boolean holds(Setting<?> setting, String field, List<String> values)
      throws InterruptedException {
    Optional<Secret> secret = setting.heldBy().map(it -> environment.secrets().get(it.name()));
    if (secret.isEmpty()) {
      return false;
    }
    String flaw = "";
    for (String value : values) {
      if (!(secrets.match(secret.get(), value, field) instanceof Reading.Known<Match>(var match))) {
        return false;
      }
      if (match.equal()) {
        return true;
      }
      // The path of a socket, or a name, is no other address.
      if (match.form().isPresent() || match.missing()) {
        return false;
      }
      flaw = match.says().orElse("holds another " + field);
    }
    holder = Optional.of(secret.get().name());
    differences.add(
        "its %s is %s, and %s %s"
            .formatted(field, String.join(" or ", values), holder.get(), flaw));
    return false;
  }

  /** Notes a difference where there is one. */
  public void expect(boolean same, String difference) {
    if (!same) {
      differences.add(difference);
    }
  }

  /** Empty where nothing differs. */
  public Optional<Outcome> difference() {
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failed(Signal.INSTANCE_DIFFERS, String.join("; ", differences))
                .fact(
                    "id",
                    holder.map(it -> environment.secrets().get(it.name())).map(Secret::storedId))
                .saying("differs from its instance: " + differences.getFirst()));
  }

  /** With what commands need to name it. */
  public Failed failed(Signal signal, String observed) {
    return Outcome.failed(signal, expected, observed)
        .fact("instance", name.id())
        .fact("project", name.project())
        .fact("region", name.region().or(environment.gcp()::region));
  }

  public static String words(List<InetAddress> addresses) {
    return String.join(" or ", addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
