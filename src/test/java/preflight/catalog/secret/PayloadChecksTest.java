package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.Check;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Checksum;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.text.Flaw;
import preflight.probe.secret.text.Placeholder;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretKind;
import preflight.resource.SecretSource;
import preflight.resource.Target;

class PayloadChecksTest {

  private static final Secret SECRET = Profiles.secret("JWT_SECRET");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final KnownSecrets secrets = new KnownSecrets().with("JWT_SECRET", KnownSecrets.sound());

  @Test
  void a_sound_credential_passes_every_check_of_its_payload() throws Exception {
    assertThat(run(new SecretCrc(secrets), SECRET)).isInstanceOf(Passed.class);
    assertThat(run(new SecretPayloadClean(secrets), SECRET)).isInstanceOf(Passed.class);
    assertThat(run(new SecretPlaceholder(secrets), SECRET)).isInstanceOf(Passed.class);
    assertThat(run(new SecretVersionEnabled(secrets), SECRET)).isInstanceOf(Passed.class);
    assertThat(strength(SECRET)).isInstanceOf(Passed.class);
    assertThat(run(new SecretFormatted(secrets), hex())).isInstanceOf(Passed.class);
    assertThat(rotation(SecretRegister.Rotation.CHANGED)).isInstanceOf(Passed.class);
  }

  @Test
  void nothing_is_known_of_a_payload_that_may_not_be_read() throws Exception {
    secrets.with("JWT_SECRET", KnownSecrets.FORBIDDEN);

    assertThat(run(new SecretCrc(secrets), SECRET)).isInstanceOf(Unknown.class);
    assertThat(run(new SecretPayloadClean(secrets), SECRET)).isInstanceOf(Unknown.class);
    assertThat(run(new SecretPlaceholder(secrets), SECRET)).isInstanceOf(Unknown.class);
    assertThat(run(new SecretVersionEnabled(secrets), SECRET)).isInstanceOf(Unknown.class);
    assertThat(strength(SECRET)).isInstanceOf(Unknown.class);
    assertThat(run(new SecretFormatted(secrets), hex())).isInstanceOf(Unknown.class);
    assertThat(rotation(SecretRegister.Rotation.CHANGED)).isInstanceOf(Unknown.class);
  }

  @Test
  void a_disabled_version_fails_and_its_number_is_what_can_be_enabled() throws Exception {
    Failed failed = inactive(Optional.of("7"), Reading.State.DISABLED, Optional.empty());

    assertThat(failed.signal()).isEqualTo(Signal.SECRET_DISABLED);
    assertThat(failed.observed()).isEqualTo("version 7, which is latest, is disabled");
    assertThat(failed.facts()).containsEntry("version", "7");
  }

  @Test
  void a_version_that_is_scheduled_for_destruction_can_still_be_enabled() throws Exception {
    Failed failed = inactive(Optional.of("7"), Reading.State.DISABLED, Optional.of(NOW));

    assertThat(failed.signal()).isEqualTo(Signal.SECRET_DISABLED);
    assertThat(failed.says())
        .contains("has version 7, which is disabled and will be destroyed at " + NOW);
  }

  @Test
  void a_destroyed_version_fails() throws Exception {
    Failed failed = inactive(Optional.of("7"), Reading.State.DESTROYED, Optional.empty());

    assertThat(failed.signal()).isEqualTo(Signal.SECRET_DESTROYED);
    assertThat(failed.observed()).isEqualTo("version 7, which is latest, is destroyed");
  }

  @Test
  void a_version_whose_number_is_hidden_from_the_caller_is_looked_up_by_the_remedy()
      throws Exception {
    Failed failed = inactive(Optional.empty(), Reading.State.ONE_OF_BOTH, Optional.empty());

    assertThat(failed.observed()).isEqualTo("version latest is disabled or destroyed");
    assertThat(failed.commands().get("version"))
        .containsExactly(
            Command.asked(
                "VERSION", "the number of the version, as gcloud secrets versions list has it"));
  }

  private Failed inactive(Optional<String> number, Reading.State state, Optional<Instant> destroyed)
      throws Exception {
    secrets.with("JWT_SECRET", new Reading.Inactive<>(number, state, destroyed));
    return (Failed) run(new SecretVersionEnabled(secrets), SECRET);
  }

  @Test
  void a_damaged_payload_fails() throws Exception {
    SecretFacts sound = KnownSecrets.sound();
    secrets.with(
        "JWT_SECRET",
        new SecretFacts(
            "3",
            64,
            Set.of(),
            Optional.empty(),
            sound.strength(),
            sound.shape(),
            false,
            Checksum.DIFFERS,
            sound.group()));

    assertThat(signal(run(new SecretCrc(secrets), SECRET))).isEqualTo(Signal.SECRET_CORRUPT);
  }

  @Test
  void a_line_break_at_the_end_fails_unless_the_value_is_a_document() throws Exception {
    secrets.with("JWT_SECRET", flawed(Flaw.TRAILING_LINE_BREAK));
    Secret pem = Profiles.secret("JWT_SECRET", it -> it.kind(SecretKind.PEM));

    assertThat(run(new SecretPayloadClean(secrets), SECRET))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_UNCLEAN);
              assertThat(it.observed()).isEqualTo("the value (64 bytes) ends with a line break");
              assertThat(it.says()).contains("ends with a line break");
            });
    assertThat(run(new SecretPayloadClean(secrets), pem)).isInstanceOf(Passed.class);
  }

  @Test
  void an_invisible_character_fails_in_a_document_as_well() throws Exception {
    secrets.with("JWT_SECRET", flawed(Flaw.ZERO_WIDTH));
    Secret json = Profiles.secret("JWT_SECRET", it -> it.format(SecretFormat.JSON));

    assertThat(run(new SecretPayloadClean(secrets), json)).isInstanceOf(Failed.class);
  }

  @Test
  void an_empty_value_fails() throws Exception {
    secrets.with("JWT_SECRET", KnownSecrets.facts("", 0, Set.of(), Optional.empty(), 0, false));

    assertThat(signal(run(new SecretPayloadClean(secrets), SECRET))).isEqualTo(Signal.SECRET_EMPTY);
  }

  @Test
  void a_placeholder_fails() throws Exception {
    secrets.with(
        "JWT_SECRET",
        KnownSecrets.facts("x", 9, Set.of(), Optional.of(Placeholder.FILLER), 20, false));

    assertThat(signal(run(new SecretPlaceholder(secrets), SECRET)))
        .isEqualTo(Signal.SECRET_PLACEHOLDER);
  }

  @Test
  void a_credential_needs_the_bits_that_are_declared() throws Exception {
    secrets.with("JWT_SECRET", KnownSecrets.facts("x", 33, Set.of(), Optional.empty(), 132, false));

    assertThat(strength(SECRET)).isInstanceOf(Passed.class);
    assertThat(signal(strength(Profiles.secret("JWT_SECRET", it -> it.minBits(256)))))
        .isEqualTo(Signal.SECRET_WEAK);
  }

  @Test
  void strength_and_rotation_do_not_apply_to_settings() throws Exception {
    secrets.with("JWT_SECRET", KnownSecrets.setting());

    assertThat(strength(SECRET)).isInstanceOf(Skipped.class);
    assertThat(rotation(SecretRegister.Rotation.UNCHANGED)).isInstanceOf(Skipped.class);
  }

  @Test
  void a_value_in_another_format_fails_and_without_a_declaration_none_applies() throws Exception {
    secrets.formatProblems.put("JWT_SECRET", Optional.of("character 3 is no hex digit"));

    assertThat(signal(run(new SecretFormatted(secrets), hex()))).isEqualTo(Signal.SECRET_MALFORMED);
    assertThat(run(new SecretFormatted(secrets), SECRET)).isInstanceOf(Skipped.class);
  }

  @Test
  void what_a_repair_generates_has_the_declared_format() {
    assertThat(SECRET.generator(128)).contains("openssl rand -hex 32");
    assertThat(hex().generator(512)).contains("openssl rand -hex 64");
    assertThat(generator(SecretFormat.BASE64, 256)).contains("openssl rand -base64 32");
    assertThat(generator(SecretFormat.BASE64, 512))
        .as("openssl breaks the line of more than 48 bytes")
        .contains("KEY=$(openssl rand -base64 64) && printf %s \"$KEY\" | tr -d '\\n'");
    assertThat(generator(SecretFormat.FERNET, 128))
        .contains("KEY=$(openssl rand -base64 32) && printf %s \"$KEY\" | tr '+/' '-_'");
    assertThat(generator(SecretFormat.UUID, 128)).contains("uuidgen");
  }

  @Test
  void what_cannot_be_drawn_in_its_format_and_strength_is_not_generated() {
    assertThat(generator(SecretFormat.UUID, 256)).isEmpty();
    assertThat(generator(SecretFormat.FERNET, 512)).isEmpty();
    assertThat(generator(SecretFormat.HEX, 1 << 20)).isEmpty();
    for (SecretFormat whole :
        List.of(SecretFormat.URL, SecretFormat.NUMBER, SecretFormat.PEM, SecretFormat.JSON)) {
      assertThat(generator(whole, 128)).isEmpty();
    }
    for (String issued :
        List.of("OPENAI_API_KEY", "GOOGLE_CLIENT_SECRET", "SMTP_PASSWORD", "SENTRY_DSN")) {
      assertThat(Profiles.secret(issued, it -> it).generator(128)).as(issued).isEmpty();
    }
  }

  @Test
  void what_a_repair_generates_has_the_declared_length() {
    assertThat(ofLength(SecretFormat.HEX, 16)).contains("openssl rand -hex 16");
    assertThat(ofLength(SecretFormat.BASE64, 64))
        .contains("KEY=$(openssl rand -base64 64) && printf %s \"$KEY\" | tr -d '\\n'");
    assertThat(ofLength(SecretFormat.FERNET, 32)).isPresent();
    assertThat(ofLength(SecretFormat.FERNET, 16)).isEmpty();
    assertThat(ofLength(SecretFormat.UUID, 16)).isEmpty();
    assertThat(ofLength(SecretFormat.HEX, 8)).as("too few to be hard to guess").isEmpty();
    assertThat(Profiles.secret("JWT_SECRET", it -> it.bytes(32)).generator(128))
        .as("32 characters")
        .contains("openssl rand -hex 16");
    assertThat(Profiles.secret("JWT_SECRET", it -> it.bytes(33)).generator(128)).isEmpty();
  }

  private static Optional<String> ofLength(SecretFormat format, int bytes) {
    return Profiles.secret("JWT_SECRET", it -> it.format(format).bytes(bytes)).generator(128);
  }

  private static Optional<String> generator(SecretFormat format, int bits) {
    return Profiles.secret("JWT_SECRET", it -> it.format(format)).generator(bits);
  }

  @Test
  void a_rotation_that_changed_nothing_fails() throws Exception {
    assertThat(signal(rotation(SecretRegister.Rotation.UNCHANGED)))
        .isEqualTo(Signal.SECRET_UNCHANGED);
    assertThat(rotation(SecretRegister.Rotation.NO_EARLIER_VALUE)).isInstanceOf(Skipped.class);
    assertThat(rotation(SecretRegister.Rotation.EARLIER_INACTIVE))
        .isInstanceOfSatisfying(
            Skipped.class, it -> assertThat(it.detail()).contains("disabled or destroyed"));
  }

  @Test
  void a_secret_that_expires_soon_or_was_due_for_rotation_fails() throws Exception {
    assertThat(expiry(Optional.of(NOW.plusSeconds(86_400)), Optional.empty()))
        .isInstanceOf(Failed.class);
    assertThat(expiry(Optional.empty(), Optional.of(NOW.minusSeconds(1))))
        .isInstanceOf(Failed.class);
    assertThat(expiry(Optional.of(NOW.plusSeconds(86_400 * 15)), Optional.of(NOW.plusSeconds(1))))
        .isInstanceOf(Passed.class);
  }

  @Test
  void expiry_is_unknown_to_who_may_not_list_and_does_not_apply_to_files() throws Exception {
    var register = new FakeRegister();
    register.dates = new ApiAnswer.Refused<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
    Secret file =
        Profiles.secret("JWT_SECRET", it -> it.source(new SecretSource.DotenvFile(".env")));

    assertThat(expiry(register, SECRET)).isInstanceOf(Unknown.class);
    assertThat(expiry(register, file)).isInstanceOf(Skipped.class);
  }

  private static Secret hex() {
    return Profiles.secret("JWT_SECRET", it -> it.format(SecretFormat.HEX));
  }

  private static SecretFacts flawed(Flaw flaw) {
    return KnownSecrets.facts("x", 64, EnumSet.of(flaw), Optional.empty(), 256, false);
  }

  private Outcome strength(Secret secret) throws InterruptedException {
    return new SecretStrength(secrets).run(target(secret), new SecretStrength.With(128, 72));
  }

  private Outcome rotation(SecretRegister.Rotation rotation) throws InterruptedException {
    var register = new FakeRegister();
    register.rotation = new Reading.Known<>(rotation);
    return run(new SecretUnchangedRotation(secrets, register), SECRET);
  }

  private static Outcome expiry(Optional<Instant> expires, Optional<Instant> next)
      throws InterruptedException {
    var register = new FakeRegister();
    register.dates = new ApiAnswer.Got<>(new SecretRegister.Dates(expires, next));
    return expiry(register, SECRET);
  }

  private static Outcome expiry(SecretRegister register, Secret secret)
      throws InterruptedException {
    return new SecretExpiry(register, InstantSource.fixed(NOW))
        .run(target(secret), new SecretExpiry.With(14));
  }

  private static Signal signal(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).signal();
  }

  private static Outcome run(Check<Target<Secret>, NoThresholds> check, Secret secret)
      throws InterruptedException {
    return check.run(target(secret), new NoThresholds());
  }

  private static Target<Secret> target(Secret secret) {
    return new Target<>(secret, Profiles.of(Gcp.NONE, secret));
  }
}
