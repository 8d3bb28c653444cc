package preflight.init.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import preflight.init.found.FoundService;
import preflight.init.found.FoundService.Network;
import preflight.init.found.FoundService.SecretFile;
import preflight.init.found.Given;
import preflight.probe.inventory.PlainValue;
import preflight.probe.run.DeclaredService;
import preflight.probe.run.Variable;
import preflight.resource.Gcp;

/** Services of Cloud Run, however they were read, in our terms. */
final class DeclaredServices {

  private DeclaredServices() {}

  static FoundService found(DeclaredService service) {
    var variables = new LinkedHashMap<String, Given>();
    service
        .template()
        .containers()
        .forEach(container ->
            container
                .variables()
                .forEach((name, it) -> variables.putIfAbsent(name, given(name, it))));
    var network = service.template().network();
    return new FoundService(
        service.name(),
        true,
        service.url(),
        variables,
        service.template().mounts().stream()
            .map(it -> new SecretFile(it.secret(), it.version(), it.path()))
            .toList(),
        Optional.of(service.template().account()).filter(it -> !it.isEmpty()),
        new Network(network.connector().map(Gcp::shortName), network.network().map(Gcp::shortName)),
        service.cloudSql(),
        service.health(),
        service.access(),
        Optional.empty(),
        Set.of());
  }

  private static Given given(String name, Variable variable) {
    return switch (variable) {
      case Variable.FromSecret(String id, String version) -> new Given.FromSecret(id, version);
      case Variable.Plain plain -> new Given.Plain(PlainValue.of(name, plain.value()));
      case Variable.Unresolved _ -> new Given.Unknown();
    };
  }

  /** The connectors of services; what they lead to, no service says. */
  static SortedMap<String, Optional<String>> connectors(List<FoundService> services) {
    SortedMap<String, Optional<String>> all = new TreeMap<>();
    services.forEach(
        it -> it.network().connector().ifPresent(name -> all.put(name, Optional.empty())));
    return all;
  }

  static Map<String, FoundService> byName(List<FoundService> services) {
    Map<String, FoundService> all = new LinkedHashMap<>();
    services.forEach(it -> all.put(it.name(), it));
    return all;
  }
}
