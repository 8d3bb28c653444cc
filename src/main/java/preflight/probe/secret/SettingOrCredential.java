package preflight.probe.secret;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Setting;

/** Tells settings, which strength and distinctness do not apply to, from credentials. */
final class SettingOrCredential {

  private static final Set<String> FIELDS = Set.of("host", "port", "database", "user");

  private final Set<ResourceName> usedAsSetting = new HashSet<>();

  SettingOrCredential(Environment environment) {
    environment
        .redis()
        .values()
        .forEach(it -> {
          use(it.host());
          use(it.port());
          it.user().ifPresent(this::use);
          it.database().ifPresent(this::use);
        });
    environment
        .postgres()
        .values()
        .forEach(
            it -> Stream.of(it.host(), it.port(), it.database(), it.user()).forEach(this::use));
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

  private void use(Setting<?> setting) {
    if (setting instanceof Setting.FromSecret<?>(ResourceName secret)) {
      usedAsSetting.add(secret);
    }
  }
}
