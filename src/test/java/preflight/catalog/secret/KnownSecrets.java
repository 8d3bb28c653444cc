package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Checksum;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.RunKey;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.overlap.SharedPart;
import preflight.probe.secret.repository.Match;
import preflight.probe.secret.text.Flaw;
import preflight.probe.secret.text.Placeholder;
import preflight.probe.secret.text.Strength;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;

/** Secrets of which a test says what they are like. */
final class KnownSecrets implements Secrets {

  static final Reading<SecretFacts> FORBIDDEN =
      new Reading.Unanswered<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
  static final Reading<SecretFacts> MISSING = new Reading.Missing<>("secret jwt", Optional.empty());

  private static final RunKey KEY = new RunKey();

  final Map<String, Reading<SecretFacts>> readings = new HashMap<>();
  final Map<String, List<SharedPart>> shared = new HashMap<>();
  final List<UnreadableSecret> uncompared = new ArrayList<>();
  final Map<String, Optional<String>> formatProblems = new HashMap<>();
  final Map<String, Match> matches = new HashMap<>();
  final Map<String, Reading<Fingerprint>> groups = new HashMap<>();

  KnownSecrets with(String secret, Reading<SecretFacts> reading) {
    readings.put(secret, reading);
    return this;
  }

  KnownSecrets with(String secret, SecretFacts facts) {
    return with(secret, new Reading.Known<>(facts));
  }

  /** A sound credential. */
  static SecretFacts sound() {
    return facts("sound", 64, EnumSet.noneOf(Flaw.class), Optional.empty(), 256, false);
  }

  static SecretFacts setting() {
    return facts("setting", 9, EnumSet.noneOf(Flaw.class), Optional.empty(), 20, true);
  }

  static SecretFacts facts(
      String value,
      int length,
      Set<Flaw> flaws,
      Optional<Placeholder> placeholder,
      int bits,
      boolean setting) {
    return new SecretFacts(
        "3",
        length,
        flaws,
        placeholder,
        new Strength(bits, "hex", length, false),
        setting,
        Checksum.MATCHES,
        KEY.of(new SecretValue(value.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  @Override
  public Reading<SecretFacts> read(Secret secret) {
    return readings.getOrDefault(secret.name().name(), MISSING);
  }

  @Override
  public Commonality commonality(Secret secret) {
    return new Commonality(shared.getOrDefault(secret.name().name(), List.of()), uncompared);
  }

  @Override
  public Reading<Optional<String>> formatProblem(Secret secret, SecretFormat format) {
    return read(secret)
        .map(_ -> formatProblems.getOrDefault(secret.name().name(), Optional.empty()));
  }

  @Override
  public Reading<Match> match(Secret secret, String declared, String field) {
    return read(secret)
        .map(_ -> matches.getOrDefault(secret.name().name() + " " + declared, differing()));
  }

  @Override
  public Reading<Fingerprint> group(String id, String version) {
    return groups.getOrDefault(
        id + ":" + version, new Reading.Missing<>("secret " + id, Optional.empty()));
  }

  @Override
  public Reading<SecretValue> value(String id, String version) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Fingerprint group(SecretValue value) {
    return KEY.of(value);
  }

  static Fingerprint group(String value) {
    return KEY.of(new SecretValue(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  static Match equal() {
    return Match.EQUAL;
  }

  private static Match differing() {
    return new Match(
        Optional.of("those 9 bytes and a line break (10 bytes)"),
        Optional.of("ends with a line break"),
        Optional.empty(),
        false);
  }
}
