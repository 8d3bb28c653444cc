package preflight.resource.field;

import java.util.Optional;
import preflight.resource.Connector;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.Source;
import preflight.resource.network.TlsMode;

/** What the profile declares a field of a resource to be. */
public sealed interface DeclaredField {

  record Written(String value) implements DeclaredField {}

  /** The field takes its value from a secret. */
  record HeldBy(ResourceName secret) implements DeclaredField {}

  /** The URL that a secret holds says it. */
  record InUrl(ResourceName secret) implements DeclaredField {}

  record Undeclared() implements DeclaredField {}

  static DeclaredField of(FieldReference at, Environment environment) {
    return environment
        .find(at.resource())
        .map(resource ->
            switch (resource) {
              case Redis redis ->
                  switch (at.field()) {
                    case "host" -> setting(redis.host());
                    case "port" -> setting(redis.port());
                    case "user" -> maybe(redis.user().map(DeclaredField::setting));
                    case "database" -> maybe(redis.database().map(DeclaredField::setting));
                    case "tls" -> written(Optional.of("true").filter(_ -> redis.tls()));
                    case "instance" -> written(redis.instance());
                    default -> new Undeclared();
                  };
              case Postgres postgres ->
                  switch (at.field()) {
                    case "host" -> setting(postgres.host());
                    case "port" -> setting(postgres.port());
                    case "database" -> setting(postgres.database());
                    case "user" -> setting(postgres.user());
                    case "tls" ->
                        written(
                            Optional.of(postgres.tls())
                                .filter(it -> it != TlsMode.PREFER)
                                .map(Keys::of));
                    case "socket" -> written(postgres.socket());
                    case "instance" -> written(postgres.instance());
                    default -> new Undeclared();
                  };
              case Service service ->
                  switch (at.field()) {
                    case "url" -> written(service.url().map(Object::toString));
                    case "account" -> written(service.account());
                    case "cloud-run" -> written(service.cloudRun());
                    default -> new Undeclared();
                  };
              case Connector connector ->
                  switch (at.field()) {
                    case "network" -> written(connector.network());
                    case "range" -> written(connector.range());
                    default -> new Undeclared();
                  };
              case Secret _, Endpoint _, Source _ -> new Undeclared();
            })
        .orElseGet(Undeclared::new);
  }

  private static DeclaredField setting(Setting<?> setting) {
    return switch (setting) {
      case Setting.Literal<?>(Object value) -> new Written(String.valueOf(value));
      case Setting.FromSecret<?>(ResourceName secret) -> new HeldBy(secret);
      case Setting.InUrl<?>(ResourceName secret) -> new InUrl(secret);
    };
  }

  private static DeclaredField written(Optional<String> value) {
    return maybe(value.map(Written::new));
  }

  private static DeclaredField maybe(Optional<? extends DeclaredField> field) {
    return field.<DeclaredField>map(it -> it).orElseGet(Undeclared::new);
  }
}
