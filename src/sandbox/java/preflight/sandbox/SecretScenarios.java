package preflight.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import preflight.sandbox.Scenario.Root;
import preflight.sandbox.Service.SecretReference;

/** What can be wrong with secrets, and with what services are given. */
final class SecretScenarios {

  /** As many characters as an incident's service secret shared with the key beside it. */
  private static final int SHARED_CHARACTERS = 41;

  private SecretScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.broken(
            "bypass-key-in-production",
            "The deployed backend has E2E_BYPASS_KEY, which lets its bearer in as anybody.",
            Root.config("env-forbidden/services.backend", "ENV_FORBIDDEN"),
            List.of(),
            healthy ->
                healthy.withService(
                    "backend",
                    it -> it.withVariable("E2E_BYPASS_KEY", new Values().hex(16).text()))),
        Scenario.broken(
            "derived-service-secret",
            "SERVICE_SECRET starts with 41 characters of JWT_SECRET.",
            Root.config("secret-distinct/secrets.SERVICE_SECRET", "SECRET_OVERLAPS"),
            List.of(),
            healthy ->
                healthy.withSecret(
                    "SERVICE_SECRET", it -> it.withLatest(v -> v.withPayload(derived(healthy))))),
        Scenario.broken(
            "disabled-version",
            "Somebody disabled the newest version of SESSION_SECRET_KEY, which auth reads as latest.",
            Root.config("secret-version-enabled/secrets.SESSION_SECRET_KEY", "SECRET_DISABLED"),
            List.of(
                "run-revision-ready/services.auth",
                "http-origin/services.auth",
                "http-health/services.auth*",
                "http-health/services.backend.health"),
            healthy ->
                healthy.withSecret(
                    "SESSION_SECRET_KEY",
                    it -> it.withLatest(v -> v.withState(Secret.State.DISABLED)))),
        Scenario.broken(
            "jwt-differs-between-services",
            "The deployed backend pins an older JWT_SECRET than auth signs with.",
            Root.config("secret-same-across-services/secrets.JWT_SECRET", "SECRET_DIFFERS"),
            List.of("s2s-auth/services.backend"),
            healthy -> healthy.withService("backend", SecretScenarios::withOldJwtSecret)),
        Scenario.broken(
            "missing-service-secret",
            "Somebody deleted the secret SERVICE_SECRET from Secret Manager.",
            Root.config("secret-exists/secrets.SERVICE_SECRET", "SECRET_NOT_FOUND"),
            List.of(
                "run-revision-ready/services.auth",
                "run-revision-ready/services.backend",
                "http-*/services.auth*",
                "*/services.backend.*"),
            healthy -> healthy.withoutSecret("SERVICE_SECRET")),
        Scenario.broken(
            "newline-in-redis-host",
            "The secret REDIS_HOST ends with a line break, so its name does not resolve.",
            Root.config("secret-matches-resource/secrets.REDIS_HOST", "SECRET_MISMATCH"),
            List.of(
                "secret-payload-clean/secrets.REDIS_HOST",
                "redis-reachable/redis.cache",
                "http-health/services.auth.health",
                "http-health/services.backend.health"),
            healthy ->
                healthy.withSecret(
                    "REDIS_HOST",
                    it -> it.withLatest(v -> v.withPayload(v.payload().followedBy("\n"))))),
        Scenario.broken(
            "placeholder-oauth",
            "GOOGLE_CLIENT_SECRET still holds the placeholder from the setup guide.",
            Root.config("secret-placeholder/secrets.GOOGLE_CLIENT_SECRET", "SECRET_PLACEHOLDER"),
            List.of("secret-strength/secrets.GOOGLE_CLIENT_SECRET"),
            healthy ->
                healthy.withSecret(
                    "GOOGLE_CLIENT_SECRET",
                    it ->
                        it.withLatest(
                            v -> v.withPayload(Payload.of("REPLACE_WITH_GOOGLE_CLIENT_SECRET"))))),
        Scenario.broken(
            "secret-from-another",
            "The deployed backend takes its JWT_SECRET from jwt-secret-old, which nobody declares.",
            Root.config("secret-mapped/secrets.JWT_SECRET", "SECRET_NOT_MAPPED"),
            List.of("secret-same-across-services/secrets.JWT_SECRET", "s2s-auth/services.backend"),
            SecretScenarios::withAnotherJwtSecret),
        Scenario.broken(
            "secret-in-plain-text",
            "The deployed backend has a GITHUB_WEBHOOK_SECRET in plain text, and another one than is stored.",
            Root.config("secret-mapped/secrets.GITHUB_WEBHOOK_SECRET", "SECRET_NOT_MAPPED"),
            List.of(
                "secret-same-across-services/secrets.GITHUB_WEBHOOK_SECRET",
                "env-conflict/services.backend"),
            healthy ->
                healthy.withService(
                    "backend",
                    it ->
                        it.withoutSecret("GITHUB_WEBHOOK_SECRET")
                            .withVariable("GITHUB_WEBHOOK_SECRET", new Values().hex(32).text()))),
        Scenario.broken(
            "secret-not-mapped",
            "The deployed auth does not receive SERVICE_SECRET, and refuses every other service.",
            Root.config("secret-mapped/secrets.SERVICE_SECRET", "SECRET_NOT_MAPPED"),
            List.of("s2s-auth/services.auth"),
            healthy ->
                healthy.withService(
                    "auth",
                    it -> it.withoutSecret("SERVICE_SECRET").notRequiring("SERVICE_SECRET"))),
        Scenario.inconclusive(
            "secret-metadata-only",
            "The caller may see secrets and their versions, and read none; the environment is well.",
            healthy -> healthy.withSecretsAllowed(Blueprint.SecretManagerAccess.METADATA)),
        Scenario.inconclusive(
            "unreadable-secret-manager",
            "The caller may not read Secret Manager; the environment itself is well.",
            healthy -> healthy.withSecretsAllowed(Blueprint.SecretManagerAccess.NOTHING)));
  }

  private static Payload derived(Blueprint blueprint) {
    String jwt = blueprint.secret("jwt-secret-sandbox").orElseThrow().latestText();
    String own = blueprint.secret("service-secret-sandbox").orElseThrow().latestText();
    return Payload.of(jwt.substring(0, SHARED_CHARACTERS) + own.substring(SHARED_CHARACTERS));
  }

  private static Blueprint withAnotherJwtSecret(Blueprint healthy) {
    var secrets = new ArrayList<>(healthy.secrets());
    secrets.add(
        Secret.of(
            "JWT_SECRET_OLD",
            "jwt-secret-old",
            healthy.now().minus(Duration.ofDays(300)),
            List.of(new Values().hex(32))));
    return healthy
        .withSecrets(secrets)
        .withService(
            "backend", it -> withJwtSecret(it, new SecretReference("jwt-secret-old", "latest")));
  }

  private static Service withOldJwtSecret(Service backend) {
    return withJwtSecret(backend, new SecretReference("jwt-secret-sandbox", "1"));
  }

  private static Service withJwtSecret(Service backend, SecretReference old) {
    return backend
        .withSecret("JWT_SECRET", old)
        .withSecret("JWT_SECRET_KEY", old)
        .withSecret("JWT_SECRET_STAGING", old);
  }
}
