package preflight.resource;

import java.util.Optional;
import java.util.function.Consumer;
import preflight.resource.service.ServiceAuth;

/** Derives from each resource whom it depends on. */
final class Relations {

  private Relations() {}

  static void of(Resource resource, Environment environment, Consumer<Relation> found) {
    ResourceName name = resource.name();
    switch (resource) {
      case Secret secret -> {
        secret.partOf().ifPresent(it -> found.accept(new Relation(name, it, "is a part of")));
        secret.usedBy().forEach(it -> found.accept(new Relation(it, name, "receives")));
        secret
            .matches()
            .ifPresent(at -> found.accept(new Relation(at.resource(), name, "is reached with")));
      }
      case Redis redis -> {
        redis.url().ifPresent(it -> setting(name, it, found));
        setting(name, redis.host(), found);
        setting(name, redis.port(), found);
        redis.user().ifPresent(it -> setting(name, it, found));
        redis.database().ifPresent(it -> setting(name, it, found));
        secret(name, redis.password(), found);
        through(name, redis.reachedThrough(), found);
      }
      case Postgres postgres -> {
        postgres.url().ifPresent(it -> setting(name, it, found));
        setting(name, postgres.host(), found);
        setting(name, postgres.port(), found);
        setting(name, postgres.database(), found);
        setting(name, postgres.user(), found);
        secret(name, postgres.password(), found);
        through(name, postgres.reachedThrough(), found);
      }
      case Service service -> {
        service.uses().forEach(it -> found.accept(new Relation(name, it, "uses")));
        service
            .auth()
            .flatMap(ServiceAuth::secret)
            .ifPresent(it -> found.accept(new Relation(name, it, "verifies tokens with")));
      }
      case Endpoint endpoint -> {
        found.accept(new Relation(name, endpoint.service(), "is a part of"));
        endpoint.headers().values().forEach(it -> setting(name, it, found));
      }
      case Connector _, Source _ -> {
        // Nothing that a profile can name stands below them.
      }
    }
  }

  private static void setting(ResourceName name, Setting<?> setting, Consumer<Relation> found) {
    setting.heldBy().ifPresent(it -> found.accept(new Relation(name, it, "is reached with")));
  }

  private static void secret(
      ResourceName name, Optional<ResourceName> secret, Consumer<Relation> found) {
    secret.ifPresent(it -> found.accept(new Relation(name, it, "is opened with")));
  }

  private static void through(
      ResourceName name, Optional<ResourceName> connector, Consumer<Relation> found) {
    connector.ifPresent(it -> found.accept(new Relation(name, it, "is reached through")));
  }
}
