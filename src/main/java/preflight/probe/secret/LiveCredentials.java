package preflight.probe.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.probe.redaction.EnvironmentNames;
import preflight.probe.secret.text.CredentialParts;
import preflight.probe.secret.text.LooksLike;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.service.DotenvDialect;
import preflight.resource.service.ServiceEnv;

/**
 * Everything that a peer of this run could repeat: the secrets of the environment and of the one it
 * is compared with, what stands in dotenv files and in the process under the name of a credential,
 * and what the profile sends as one.
 */
public final class LiveCredentials implements Redaction.Live {

  private static final int SHORTEST_SENT = 6;

  private final Environment environment;
  private final LocalVariables local;
  private final List<Redaction.Live> others = new CopyOnWriteArrayList<>();
  private final List<Supplier<List<SecretValue>>> seen = new CopyOnWriteArrayList<>();
  private final Map<String, List<SecretValue>> ofFiles = new ConcurrentHashMap<>();
  private final List<SecretValue> sent;
  private final List<SecretValue> ofProcess;

  public LiveCredentials(Environment environment, LocalVariables local) {
    this.environment = environment;
    this.local = local;
    this.ofProcess = credentials(local.process());
    this.sent = sent();
  }

  /** Those that come with other answers, and need no reading. */
  public void seen(Supplier<List<SecretValue>> with) {
    seen.add(with);
  }

  /** More of them, from whoever reads them. */
  public void also(Redaction.Live more) {
    others.add(more);
  }

  @Override
  public Set<String> names() {
    return EnvironmentNames.of(environment);
  }

  @Override
  public List<SecretValue> known() {
    var all = new ArrayList<SecretValue>(ofProcess);
    all.addAll(sent);
    ofFiles.values().forEach(all::addAll);
    others.forEach(it -> all.addAll(it.known()));
    seen.forEach(it -> all.addAll(it.get()));
    return all;
  }

  @Override
  public List<SecretValue> credentials() throws InterruptedException {
    var all = new ArrayList<SecretValue>(ofProcess);
    all.addAll(sent);
    for (Service service : environment.services().values()) {
      for (String path : service.env().orElse(ServiceEnv.NONE).files()) {
        all.addAll(ofFile(path));
        Optional<DotenvDialect> dialect = service.env().flatMap(ServiceEnv::dialect);
        if (dialect.isPresent()) {
          all.addAll(credentials(local.file(path, dialect).known().orElse(Map.of())));
        }
      }
    }
    for (Redaction.Live other : others) {
      all.addAll(other.credentials());
    }
    seen.forEach(it -> all.addAll(it.get()));
    return all;
  }

  private List<SecretValue> ofFile(String path) throws InterruptedException {
    List<SecretValue> known = ofFiles.get(path);
    if (known == null) {
      known = credentials(local.file(path).known().orElse(Map.of()));
      ofFiles.put(path, known);
    }
    return known;
  }

  private static List<SecretValue> credentials(Map<String, SecretValue> variables) {
    return variables.entrySet().stream()
        .filter(it -> CredentialParts.credential(it.getKey(), it.getValue()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What headers, bodies and messages carry that authenticates, or came out of a variable. */
  private List<SecretValue> sent() {
    var found = new ArrayList<SecretValue>();
    for (Service service : environment.services().values()) {
      for (Endpoint endpoint : service.endpoints().values()) {
        endpoint
            .headers()
            .forEach((name, setting) -> {
              if (setting instanceof Setting.Literal<String>(String value)) {
                if (CredentialParts.named(name)) {
                  found.add(SecretValue.of(value.replaceFirst("(?i)^(bearer|basic|token) +", "")));
                }
                found.addAll(filledInto(value));
              }
            });
        Stream.concat(endpoint.body().stream(), endpoint.send().stream())
            .forEach(it -> found.addAll(filledInto(it)));
      }
    }
    return List.copyOf(found);
  }

  private List<SecretValue> filledInto(String text) {
    return local.process().values().stream()
        .filter(it -> it.length() >= SHORTEST_SENT && !LooksLike.of(it.reveal()).setting())
        .filter(
            it -> text.contains(new String(it.reveal(), java.nio.charset.StandardCharsets.UTF_8)))
        .toList();
  }
}
