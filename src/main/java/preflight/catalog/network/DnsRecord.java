package preflight.catalog.network;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.catalog.NetworkSignals;
import preflight.catalog.http.Answers;
import preflight.catalog.http.Places;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Resolver;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** Looks up the host of a service, as every client has to. */
@CheckDoc(
    id = "dns-record",
    on = Service.class,
    about = Subject.GROUND,
    expects = "The host of the service resolves, to the declared addresses where there are any",
    why =
        """
        A record that is missing or that still names the old load balancer sends users elsewhere, \
        or nowhere.
        """,
    signals = {Signal.DNS_NOT_FOUND, Signal.DNS_FAILED, Signal.DNS_WRONG_ADDRESS})
@Remedy(
    on = {Signal.DNS_NOT_FOUND, Signal.DNS_WRONG_ADDRESS},
    text =
        "Point the DNS record of the host at the address of the load balancer, or"
            + " correct the host in the profile. The commands show both addresses.",
    commands = {
      "dig +short -q {host}",
      "gcloud compute forwarding-rules list --project={project}"
          + " --format='value(name,IPAddress)'"
    })
public final class DnsRecord implements Check<Target<Service>, DnsRecord.With> {

  /** What packs may choose. */
  public record With(
      @Field(value = "How long the resolver may take", byDefault = "5s", weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(
              value = "Addresses of which the host must resolve to one or more, and to no other",
              example = "[203.0.113.10]",
              byDefault = "[]",
              weaker = Weaker.NONE)
          List<String> addresses) {
    public With {
      addresses = List.copyOf(addresses);
    }
  }

  private final Resolver resolver;

  public DnsRecord(Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    Optional<String> host = service.url().flatMap(Places::host).filter(it -> !isAddress(it));
    if (host.isEmpty()) {
      return Outcome.notApplicable("the service has no url, or one without a name");
    }
    String expected =
        with.addresses().isEmpty()
            ? host.get() + " resolves"
            : host.get() + " resolves to " + String.join(", ", with.addresses());
    return Answers.withFacts(
        judge(resolver.resolve(host.get(), with.giveUpAfter()), expected, with.addresses()),
        Places.facts(service, target.environment(), service.url().get()));
  }

  private static Outcome judge(
      Resolver.Resolution resolution, String expected, List<String> wanted) {
    return switch (resolution) {
      case Resolver.Resolution.Failed(NetworkTrouble trouble, String detail, Duration took) ->
          Outcome.failed(NetworkSignals.of(trouble), expected, detail)
              .at(Phase.RESOLVE)
              .measured(List.of(new Measurement("resolve", took)));
      case Resolver.Resolution.Found(List<InetAddress> addresses, Duration took) -> {
        List<String> found = addresses.stream().map(InetAddress::getHostAddress).sorted().toList();
        List<Measurement> measured = List.of(new Measurement("resolve", took));
        List<String> declared = wanted.stream().map(DnsRecord::normal).toList();
        List<String> foreign = found.stream().filter(it -> !declared.contains(it)).toList();
        yield wanted.isEmpty() || foreign.isEmpty()
            ? Outcome.passed(String.join(", ", found), measured)
            : Outcome.failed(
                    Signal.DNS_WRONG_ADDRESS,
                    expected,
                    "it resolves to " + String.join(", ", found))
                .at(Phase.RESOLVE)
                .saying("has a host that resolves to " + String.join(", ", foreign))
                .measured(measured);
      }
    };
  }

  /** An IPv6 address has many spellings. */
  private static String normal(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }
}
