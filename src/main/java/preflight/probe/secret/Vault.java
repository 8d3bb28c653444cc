package preflight.probe.secret;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.Lack;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.OncePerKey;
import preflight.probe.secret.overlap.Budget;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.overlap.Matching;
import preflight.probe.secret.overlap.Overlap;
import preflight.probe.secret.overlap.OverlapSearch;
import preflight.probe.secret.overlap.SharedPart;
import preflight.probe.secret.repository.Match;
import preflight.probe.secret.text.Flaws;
import preflight.probe.secret.text.Formats;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Placeholder;
import preflight.probe.secret.text.SecretPart;
import preflight.probe.secret.text.Shape;
import preflight.probe.secret.text.Strengths;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretSource;
import preflight.resource.secret.SecretName;

/**
 * All secrets of one environment, each read once, wherever it is kept. It holds the values, up to
 * {@link #ROOM}, until it is closed, which wipes them.
 */
public final class Vault implements Secrets, SecretBytes, Redaction.Live, AutoCloseable {

  static final String PROJECT = "gcp.project";

  private static final int AT_ONCE = 32;

  /** Bytes of values that a run holds: far more than any environment that people wrote. */
  private static final long ROOM = 48L << 20;

  private final Environment environment;
  private final RunKey key;
  private final Map<SecretSource, Store> stores = new ConcurrentHashMap<>();
  private final SettingOrCredential kinds;
  private final OncePerKey<Address, Reading<StoredValue>> readings;
  private final OncePerKey<ResourceName, Reading<SecretFacts>> facts;
  private final OncePerKey<String, Overlaps> overlaps;
  private final OncePerKey<String, Boolean> everything;
  private final Map<Address, List<Secret>> declared;
  private final SecretHomes homes;
  private final Map<SecretValue, Boolean> worthHiding = new ConcurrentHashMap<>();
  private final Places places;
  private final SecretRegister register;
  private final Budget comparing = Budget.usual();
  private final AtomicLong room = new AtomicLong(ROOM);
  private volatile Hidden hidden = new Hidden(List.of(), 0);
  private volatile boolean over;

  /**
   * Where this machine keeps values.
   *
   * @param variables the environment of the process
   * @param profile the directory that paths in the profile start from
   */
  public record Places(Map<String, String> variables, Path profile, InstantSource clock) {}

  /** One version of a secret, or a part of it under a key. */
  private record Address(
      SecretSource source, SecretName secret, String version, Optional<String> key) {

    static Address of(Secret secret, Environment environment) {
      Secret whole = environment.whole(secret);
      return new Address(
          whole.source(),
          whole.stored(),
          whole.version(),
          secret.partOf().map(_ -> secret.partKey()));
    }

    /** By the name that a service uses, whose project is that of the environment. */
    static Address of(String secret, String version, Environment environment) {
      return new Address(
          new SecretSource.SecretManager(),
          SecretName.of(secret).from(environment.gcp().project()),
          version,
          Optional.empty());
    }

    Address whole() {
      return new Address(source, secret, version, Optional.empty());
    }

    /** Whatever its version. */
    Address anyVersion() {
      return new Address(source, secret, "", key);
    }
  }

  public Vault(Environment environment, GoogleApis apis, RunKey key, Places places) {
    this.environment = environment;
    this.key = key;
    this.places = places;
    this.kinds = new SettingOrCredential(environment);
    this.declared =
        environment.secrets().values().stream()
            .collect(Collectors.groupingBy(it -> Address.of(it, environment).anyVersion()));
    var many = new Semaphore(Integer.MAX_VALUE);
    this.homes = new SecretHomes(apis, new Semaphore(AT_ONCE));
    this.register = new ManagedRegister(homes, this);
    this.readings = new OncePerKey<>(many, this::readNow, Reading::lasting);
    this.facts = new OncePerKey<>(many, this::factsOf, Reading::lasting);
    this.overlaps =
        new OncePerKey<>(many, _ -> search(), it -> UnreadableSecret.lasting(it.unread()));
    this.everything = new OncePerKey<>(many, _ -> readAll());
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
    return new Commonality(
        all.bySecret().getOrDefault(secret.name(), List.of()),
        cut(secret, all)
            ? List.of(new UnreadableSecret(secret, Credential.COMPARING))
            : all.unread());
  }

  /** Whether it shares with others that are not named, and which may be its own failure. */
  private static boolean cut(Secret secret, Overlaps all) {
    return all.cut().contains(secret.name())
        || secret.distinctFrom().stream().anyMatch(all.cut()::contains);
  }

  @Override
  public Reading<Optional<String>> formatProblem(Secret secret, Optional<SecretFormat> format)
      throws InterruptedException {
    return held(secret)
        .map(it -> {
          byte[] value = it.value().reveal();
          return format
              .flatMap(to -> Formats.problem(value, to))
              .or(() ->
                  secret.bytes().flatMap(to -> Formats.lengthProblem(value, secret.format(), to)));
        });
  }

  @Override
  public Reading<Match> match(Secret secret, String declared, String field)
      throws InterruptedException {
    return held(secret).map(it -> Matching.of(it.value().reveal(), declared, field));
  }

  @Override
  public Reading<Fingerprint> group(String id, String version) throws InterruptedException {
    return readings.get(Address.of(id, version, environment)).map(it -> key.of(it.value()));
  }

  @Override
  public Reading<SecretValue> value(String id, String version) throws InterruptedException {
    return readings.get(Address.of(id, version, environment)).map(StoredValue::value);
  }

  @Override
  public Fingerprint group(SecretValue value) {
    return key.of(value);
  }

  @Override
  public Optional<SecretValue> of(ResourceName secret) throws InterruptedException {
    Secret declared = environment.secrets().get(secret.name());
    return declared == null ? Optional.empty() : held(declared).known().map(StoredValue::value);
  }

  @Override
  public Lack lack(ResourceName secret) throws InterruptedException {
    Secret declared = environment.secrets().get(secret.name());
    return declared == null ? new Lack.Untold() : lack(held(declared));
  }

  private static Lack lack(Reading<StoredValue> reading) {
    return switch (reading) {
      case Reading.Known<StoredValue> _ -> new Lack.Untold();
      case Reading.Missing<StoredValue>(String what, Optional<String> hint) ->
          new Lack.Absent("there is no " + what + hint.map(it -> "; " + it).orElse(""));
      case Reading.Inactive<StoredValue> _ ->
          new Lack.Absent("its version is disabled or destroyed");
      case Reading.Unanswered<StoredValue>(ApiTrouble trouble) -> new Lack.Unanswered(trouble);
    };
  }

  /** The values that were read so far. */
  public Stream<SecretValue> values() {
    return readings.known().flatMap(it -> it.known().stream()).map(StoredValue::value);
  }

  /**
   * Values that are worth hiding: credentials, and whatever cannot be told from one, in every
   * version that was read. Whoever asks first has all declared ones read, since any of them may
   * stand in what a peer says. As long as no more are known it is the same list.
   */
  @Override
  public List<SecretValue> credentials() throws InterruptedException {
    everything.get(environment.name());
    return known();
  }

  @Override
  public List<SecretValue> known() {
    long read = readings.known().count();
    Hidden last = hidden;
    if (last.read() == read) {
      return last.values();
    }
    List<SecretValue> values =
        readings
            .knownByKey()
            .flatMap(it ->
                it
                    .getValue()
                    .known()
                    .map(StoredValue::value)
                    .filter(value -> hidden(it.getKey(), value))
                    .stream())
            .toList();
    hidden = new Hidden(values, read);
    return values;
  }

  /** What is hidden among so many values that were read. */
  private record Hidden(List<SecretValue> values, long read) {}

  /** Nothing more is read or compared; what is known stays. */
  public void end() {
    over = true;
    comparing.stop();
  }

  private boolean hidden(Address at, SecretValue value) {
    return worthHiding.computeIfAbsent(
        value,
        _ ->
            declared.getOrDefault(at.anyVersion(), List.of()).stream()
                    .anyMatch(it -> kinds.isHidden(it, value.reveal()))
                || (!declared.containsKey(at.anyVersion())
                    && !LooksLike.of(value.reveal()).setting()));
  }

  @Override
  public void close() {
    end();
    values().forEach(SecretValue::wipe);
    stores.values().forEach(Store::wipe);
  }

  private Reading<StoredValue> held(Secret secret) throws InterruptedException {
    return readings.get(Address.of(secret, environment));
  }

  /**
   * Tries each once: what gives no value now is not asked for again by every text of a peer. So
   * many are under way at a time, since each costs a thread.
   */
  boolean readAll() {
    List<Address> all =
        environment.secrets().values().stream()
            .map(it -> Address.of(it, environment))
            .distinct()
            .toList();
    try {
      for (int i = 0; i < all.size() && !over; i++) {
        if (i % AT_ONCE == 0) {
          all.subList(i, Math.min(all.size(), i + 2 * AT_ONCE)).forEach(readings::begin);
        }
        readings.get(all.get(i));
      }
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a reading", e);
    }
  }

  private Reading<StoredValue> readNow(Address address) {
    try {
      if (address.key().isPresent()) {
        return kept(part(readings.get(address.whole()), address));
      }
      return kept(
          address.source() instanceof SecretSource.SecretManager
              ? managed(address)
              : stores
                  .computeIfAbsent(address.source(), this::open)
                  .read(address.secret().id(), address.version()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a reading", e);
    }
  }

  private Reading<StoredValue> managed(Address address) throws InterruptedException {
    Optional<SecretManager> manager = homes.of(address.secret());
    return manager.isEmpty()
        ? new Reading.Unanswered<>(new ApiTrouble.Undeclared(PROJECT))
        : new ManagedStore(manager.get(), places.clock())
            .read(address.secret().id(), address.version());
  }

  /** One value of a dotenv file or of a JSON object that is read once as a whole. */
  private static Reading<StoredValue> part(Reading<StoredValue> whole, Address address) {
    if (!(whole instanceof Reading.Known<StoredValue>(StoredValue held))) {
      return whole;
    }
    String key = address.key().orElseThrow();
    String what = "value %s in secret %s".formatted(key, address.secret());
    return switch (SecretPart.of(held.value().reveal(), key)) {
      case SecretPart.Found(SecretValue value) ->
          new Reading.Known<>(new StoredValue(value, held.version(), held.checksum()));
      case SecretPart.Absent(Optional<String> similar) ->
          new Reading.Missing<>(what, similar.map(it -> "there is " + it));
      case SecretPart.OtherForm(String found) ->
          new Reading.Missing<>(what, Optional.of("what stands there is " + found));
    };
  }

  /** What does not fit any more is as good as not read: it cannot be compared, or hidden. */
  private Reading<StoredValue> kept(Reading<StoredValue> reading) {
    if (reading instanceof Reading.Known<StoredValue>(StoredValue held)
        && room.addAndGet(-held.value().length()) < 0) {
      room.addAndGet(held.value().length());
      held.value().wipe();
      return new Reading.Unanswered<>(new ApiTrouble.OverBudget("holding values"));
    }
    return reading;
  }

  private Store open(SecretSource source) {
    return switch (source) {
      case SecretSource.SecretManager _ ->
          throw new IllegalStateException("Secret Manager is there from the start");
      case SecretSource.ProcessEnvironment _ -> new ProcessStore(places.variables());
      case SecretSource.DotenvFile(String path, var dialect) ->
          new DotenvStore(places.profile().resolve(path), path, dialect);
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

  private SecretFacts facts(Secret secret, StoredValue held) {
    byte[] value = held.value().reveal();
    return new SecretFacts(
        held.version(),
        value.length,
        Flaws.of(value),
        Placeholder.in(value),
        Strengths.of(value),
        Shape.of(value),
        kinds.isSetting(secret, value),
        held.checksum(),
        key.of(held.value()));
  }

  /**
   * What all credentials have in common.
   *
   * @param cut those that share with more others than are named
   */
  private record Overlaps(
      Map<ResourceName, List<SharedPart>> bySecret,
      Set<ResourceName> cut,
      List<UnreadableSecret> unread) {

    Overlaps {
      unread = List.copyOf(unread);
    }
  }

  private Overlaps search() {
    try {
      readAll();
      List<Credential> all = Credential.of(environment, this, this);
      Map<ResourceName, List<SharedPart>> bySecret = new HashMap<>();
      OverlapSearch.Found found =
          OverlapSearch.among(
              all.stream().map(it -> it.value().reveal()).toList(), key.random(), comparing);
      for (Overlap it : found.overlaps()) {
        Secret earlier = all.get(it.first()).secret();
        Secret later = all.get(it.second()).secret();
        if (environment.contains(earlier, later)) {
          continue;
        }
        var shared = new SharedPart(earlier, later, it.how(), it.length());
        bySecret.computeIfAbsent(earlier.name(), _ -> new ArrayList<>()).add(shared);
        bySecret.computeIfAbsent(later.name(), _ -> new ArrayList<>()).add(shared);
      }
      Set<ResourceName> cut =
          found.cut().stream()
              .mapToObj(it -> all.get(it).secret().name())
              .collect(Collectors.toSet());
      List<UnreadableSecret> unread = new ArrayList<>(Credential.unread(environment, this));
      unread.addAll(Credential.uncompared(all, found.uncompared()));
      return new Overlaps(bySecret, cut, unread);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a search", e);
    }
  }
}
