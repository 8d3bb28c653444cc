package preflight.probe.secret;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.OncePerKey;
import preflight.probe.google.Trouble;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;

/**
 * All secrets of one environment, each read once, wherever it is kept. Closing it wipes the values.
 */
public final class Vault implements Secrets, SecretBytes, Redaction.Live, AutoCloseable {

  static final String PROJECT = "gcp.project";

  private static final int AT_ONCE = 32;

  private final Environment environment;
  private final RunKey key;
  private final Map<SecretSource, Store> stores = new ConcurrentHashMap<>();
  private final SettingOrCredential kinds;
  private final OncePerKey<Address, Reading<Held>> readings;
  private final OncePerKey<ResourceName, Reading<SecretFacts>> facts;
  private final OncePerKey<String, Overlaps> overlaps;
  private final OncePerKey<String, Boolean> everything;
  private final Map<String, List<Secret>> declared;
  private final Map<SecretValue, Boolean> worthHiding = new ConcurrentHashMap<>();
  private final Places places;
  private final SecretRegister register;

  /**
   * Where this machine keeps values.
   *
   * @param variables the environment of the process
   * @param profile the directory that paths in the profile start from
   */
  public record Places(Map<String, String> variables, Path profile, InstantSource clock) {}

  private record Address(SecretSource source, String id, String version) {

    static Address of(Secret secret) {
      return new Address(secret.source(), secret.storedId(), secret.version());
    }
  }

  public Vault(Environment environment, GoogleApis apis, RunKey key, Places places) {
    this.environment = environment;
    this.key = key;
    this.places = places;
    this.kinds = new SettingOrCredential(environment);
    this.declared =
        environment.secrets().values().stream().collect(Collectors.groupingBy(Secret::storedId));
    var many = new Semaphore(Integer.MAX_VALUE);
    Optional<SecretManager> manager =
        apis.project().map(it -> new SecretManager(apis, it, new Semaphore(AT_ONCE)));
    this.register = new ManagedRegister(manager, this);
    this.stores.put(
        new SecretSource.SecretManager(),
        manager.<Store>map(it -> new ManagedStore(it, places.clock())).orElse(Vault::homeless));
    this.readings = new OncePerKey<>(many, this::readNow, Reading::lasting);
    this.facts = new OncePerKey<>(many, this::factsOf, Reading::lasting);
    this.overlaps = new OncePerKey<>(many, _ -> search(), it -> Unreadable.lasting(it.unread()));
    this.everything = new OncePerKey<>(many, _ -> readAll());
  }

  private static Reading<Held> homeless(String id, String version) {
    return new Reading.Unanswered<>(new Trouble.Undeclared(PROJECT));
  }

  /** What Secret Manager knows besides the values. */
  public SecretRegister register() {
    return register;
  }

  @Override
  public Reading<SecretFacts> read(Secret secret) throws InterruptedException {
    return facts.get(secret.name());
  }

  @Override
  public Commonality commonality(Secret secret) throws InterruptedException {
    Overlaps all = overlaps.get(environment.name());
    return new Commonality(all.bySecret().getOrDefault(secret.name(), List.of()), all.unread());
  }

  @Override
  public Reading<Optional<String>> formatProblem(Secret secret) throws InterruptedException {
    return held(secret)
        .map(it -> secret.format().flatMap(to -> Formats.problem(it.value().reveal(), to)));
  }

  @Override
  public Reading<Match> match(Secret secret, String declared, String field)
      throws InterruptedException {
    return held(secret).map(it -> Matching.of(it.value().reveal(), declared, field));
  }

  @Override
  public Reading<Fingerprint> group(String id, String version) throws InterruptedException {
    return readings
        .get(new Address(new SecretSource.SecretManager(), id, version))
        .map(it -> key.of(it.value()));
  }

  @Override
  public Fingerprint group(SecretValue value) {
    return key.of(value);
  }

  @Override
  public Optional<SecretValue> of(ResourceName secret) throws InterruptedException {
    Secret declared = environment.secrets().get(secret.name());
    return declared == null ? Optional.empty() : held(declared).known().map(Held::value);
  }

  /** The values that were read so far. */
  public Stream<SecretValue> values() {
    return readings.known().flatMap(it -> it.known().stream()).map(Held::value);
  }

  /**
   * Values that are worth hiding: credentials, and whatever cannot be told from one, in every
   * version that was read. Whoever asks first has all declared ones read, since any of them may
   * stand in what a peer says.
   */
  @Override
  public List<SecretValue> credentials() throws InterruptedException {
    everything.get(environment.name());
    return known();
  }

  @Override
  public List<SecretValue> known() {
    return readings
        .knownByKey()
        .flatMap(it ->
            it
                .getValue()
                .known()
                .map(Held::value)
                .filter(value -> hidden(it.getKey(), value))
                .stream())
        .toList();
  }

  private boolean hidden(Address at, SecretValue value) {
    return worthHiding.computeIfAbsent(
        value,
        _ ->
            declared.getOrDefault(at.id(), List.of()).stream()
                    .anyMatch(it -> kinds.isHidden(it, value.reveal()))
                || (!declared.containsKey(at.id()) && !LooksLike.of(value.reveal()).setting()));
  }

  @Override
  public void close() {
    values().forEach(SecretValue::wipe);
    stores.values().forEach(Store::wipe);
  }

  private Reading<Held> held(Secret secret) throws InterruptedException {
    return readings.get(Address.of(secret));
  }

  /** Tries each once: what gives no value now is not asked for again by every text of a peer. */
  private boolean readAll() {
    List<Address> all = environment.secrets().values().stream().map(Address::of).toList();
    all.forEach(readings::begin);
    try {
      for (Address address : all) {
        readings.get(address);
      }
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a reading", e);
    }
  }

  private Reading<Held> readNow(Address address) {
    try {
      return stores
          .computeIfAbsent(address.source(), this::open)
          .read(address.id(), address.version());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a reading", e);
    }
  }

  private Store open(SecretSource source) {
    return switch (source) {
      case SecretSource.SecretManager _ ->
          throw new IllegalStateException("Secret Manager is there from the start");
      case SecretSource.ProcessEnvironment _ -> new ProcessStore(places.variables());
      case SecretSource.DotenvFile(String path) ->
          new DotenvStore(places.profile().resolve(path), path);
    };
  }

  private Reading<SecretFacts> factsOf(ResourceName name) {
    Secret secret = environment.secrets().get(name.name());
    if (secret == null) {
      throw new IllegalArgumentException(name + " is no secret of " + environment.name());
    }
    try {
      return held(secret).map(it -> facts(secret, it));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a reading", e);
    }
  }

  private SecretFacts facts(Secret secret, Held held) {
    byte[] value = held.value().reveal();
    return new SecretFacts(
        held.version(),
        value.length,
        Flaws.of(value),
        Placeholder.in(value),
        Strengths.of(value),
        kinds.isSetting(secret, value),
        held.checksum(),
        key.of(held.value()));
  }

  private record Overlaps(Map<ResourceName, List<Shared>> bySecret, List<Unreadable> unread) {}

  private Overlaps search() {
    try {
      List<Credential> all = Credential.of(environment, this, this);
      Map<ResourceName, List<Shared>> bySecret = new HashMap<>();
      OverlapSearch.among(all.stream().map(it -> it.value().reveal()).toList(), key.random())
          .forEach(it -> {
            Secret earlier = all.get(it.first()).secret();
            Secret later = all.get(it.second()).secret();
            var shared = new Shared(earlier, later, it.how(), it.length());
            bySecret.computeIfAbsent(earlier.name(), _ -> new ArrayList<>()).add(shared);
            bySecret.computeIfAbsent(later.name(), _ -> new ArrayList<>()).add(shared);
          });
      return new Overlaps(bySecret, Credential.unread(environment, this));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a search", e);
    }
  }
}
