package preflight.probe.vpc;

import java.math.BigInteger;
import java.util.Optional;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.Lookup;

/** Serverless VPC Access v1, {@code projects.locations.connectors.get}. */
public final class ServerlessVpcAccess implements Connectors {

  private final Lookup<ConnectorName, ConnectorState> connectors;

  public ServerlessVpcAccess(GoogleRest rest) {
    this.connectors =
        new Lookup<>(
            rest,
            Api.VPC_ACCESS,
            it -> "connector " + it.id(),
            ConnectorName::path,
            ServerlessVpcAccess::read);
  }

  @Override
  public ApiAnswer<ConnectorState> find(ConnectorName name) throws InterruptedException {
    return connectors.get(name);
  }

  private static ConnectorState read(PeerJson json) {
    PeerJson subnet = json.path("subnet");
    // A network without a project is one of the project that its subnetwork is in, or of its own.
    Optional<String> owner =
        said(subnet.path("projectId")).map(PeerText::raw).or(() -> project(json.path("name")));
    return new ConnectorState(
        json.path("state").string(),
        NetworkName.of(json.path("network").string()).map(it -> it.in(owner)),
        said(json.path("ipCidrRange")),
        said(subnet.path("name")),
        number(json.path("minInstances")),
        number(json.path("maxInstances")),
        said(json.path("machineType")));
  }

  private static Optional<String> project(PeerJson name) {
    return name.string().split("/").stream().skip(1).findFirst().map(PeerText::raw);
  }

  private static Optional<PeerText> said(PeerJson json) {
    return Optional.of(json.string()).filter(it -> !it.isBlank());
  }

  private static Optional<Integer> number(PeerJson json) {
    return json.text().numbers().stream().findFirst().map(BigInteger::intValue);
  }
}
