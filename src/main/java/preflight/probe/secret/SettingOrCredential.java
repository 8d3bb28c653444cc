package preflight.probe.secret;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Strengths;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Setting;
import preflight.resource.service.ServiceAuth;

/** Tells settings, which strength and distinctness do not apply to, from credentials. */
final class SettingOrCredential {

  private static final Set<String> FIELDS = Set.of("host", "port", "database", "user");

  /** How roles and databases are named; those of Cloud SQL's IAM look like addresses of mail. */
  private static final Pattern NAME = Pattern.compile("[\\w$.@-]{1,63}");

  private static final Pattern MIXED = Pattern.compile("[a-zA-Z]+[0-9]+[a-zA-Z]+[0-9]+.*");
  private static final int STRONG_NAME_BITS = 40;

  private final Set<ResourceName> usedAsSetting = new HashSet<>();
  private final Set<ResourceName> usedAsCredential = new HashSet<>();

  SettingOrCredential(Environment environment) {
    environment
        .services()
        .values()
        .forEach(service -> {
          service.auth().flatMap(ServiceAuth::secret).ifPresent(usedAsCredential::add);
          service
              .endpoints()
              .values()
              .forEach(it ->
                  it.headers()
                      .values()
                      .forEach(header -> {
                        if (header instanceof Setting.FromSecret<String>(ResourceName secret)) {
                          usedAsCredential.add(secret);
                        }
                      }));
        });
    environment
        .redis()
        .values()
        .forEach(it -> {
          it.password().ifPresent(usedAsCredential::add);
          use(it.host());
          use(it.port());
          it.user().ifPresent(this::use);
          it.database().ifPresent(this::use);
        });
    environment
        .postgres()
        .values()
        .forEach(it -> {
          it.password().ifPresent(usedAsCredential::add);
          Stream.of(it.host(), it.port(), it.database(), it.user()).forEach(this::use);
        });
    environment.secrets().values().stream()
        .filter(it -> it.matches().filter(at -> FIELDS.contains(at.field())).isPresent())
        .forEach(it -> usedAsSetting.add(it.name()));
  }

  boolean isSetting(Secret secret, byte[] value) {
    if (secret.kind().isEmpty() && LooksLike.urlWithPassword(value)) {
      return false;
    }
    return secret
        .declaredSetting()
        .orElseGet(() -> usedAsSetting.contains(secret.name()) || LooksLike.of(value).setting());
  }

  /**
   * Whether it is hidden where a peer says it: a credential, whatever it looks like where the
   * profile uses it as one, and what stands in the place of a name and is hardly one.
   */
  boolean isHidden(Secret secret, byte[] value) {
    if (usedAsCredential.contains(secret.name())) {
      return true;
    }
    boolean byItsUse =
        secret.kind().isEmpty() && isSetting(secret, value) && !LooksLike.of(value).setting();
    return byItsUse ? hardlyAName(value) : !isSetting(secret, value);
  }

  private static boolean hardlyAName(byte[] value) {
    Bytes text = Bytes.of(value).trimmed();
    return !NAME.matcher(text).matches()
        || (MIXED.matcher(text).find() && Strengths.of(value).bits() >= STRONG_NAME_BITS);
  }

  private void use(Setting<?> setting) {
    // A URL is what its value tells: a credential where a password stands in it.
    if (setting instanceof Setting.FromSecret<?>(ResourceName secret)) {
      usedAsSetting.add(secret);
    }
  }
}
