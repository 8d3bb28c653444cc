package preflight.probe.secret;

import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.LocationName;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.OncePerKey;
import preflight.resource.Gcp;

/** The calls to Secret Manager, through Google's own client. */
final class SecretManager {

  private static final int PAGE = 1000;

  private final GoogleApis apis;
  private final String project;
  private final Optional<String> location;
  private final OncePerKey<String, Optional<SecretManagerServiceClient>> client;
  private final Semaphore atOnce;
  private final OncePerKey<SecretVersionName, ApiAnswer<SecretVersion>> versions;
  private final OncePerKey<String, ApiAnswer<Policy>> policies;
  private final OncePerKey<String, ApiAnswer<Map<String, Secret>>> lists;

  /**
   * @param location of regional secrets; those of no location are elsewhere
   */
  SecretManager(GoogleApis apis, String project, Optional<String> location, Semaphore atOnce) {
    this.apis = apis;
    this.project = project;
    this.location = location;
    this.client = new OncePerKey<>(new Semaphore(1), _ -> connect());
    this.atOnce = atOnce;
    this.versions =
        new OncePerKey<>(
            atOnce,
            name -> ask(name.toString(), it -> it.getSecretVersion(name)),
            ApiAnswer::lasting);
    this.policies =
        new OncePerKey<>(
            atOnce,
            secret -> ask(secret, it -> it.getIamPolicy(policyOf(secret))),
            ApiAnswer::lasting);
    this.lists =
        new OncePerKey<>(atOnce, parent -> ask(parent, it -> list(it, parent)), ApiAnswer::lasting);
  }

  /** Asks each time: a payload is kept by nobody but who asked. */
  ApiAnswer<AccessSecretVersionResponse> payload(String id, String version)
      throws InterruptedException {
    SecretVersionName name = name(id, version);
    atOnce.acquire();
    try {
      return ask(name.toString(), it -> it.accessSecretVersion(name));
    } finally {
      atOnce.release();
    }
  }

  ApiAnswer<SecretVersion> version(String id, String version) throws InterruptedException {
    return versions.get(name(id, version));
  }

  ApiAnswer<Policy> policy(String id) throws InterruptedException {
    return policies.get(parent() + "/secrets/" + id);
  }

  private SecretVersionName name(String id, String version) {
    return location
        .map(it ->
            SecretVersionName.ofProjectLocationSecretSecretVersionName(project, it, id, version))
        .orElseGet(() -> SecretVersionName.of(project, id, version));
  }

  private String parent() {
    return location
        .map(it -> LocationName.of(project, it).toString())
        .orElseGet(() -> ProjectName.of(project).toString());
  }

  /** All secrets of the project, or of its location, by id. */
  ApiAnswer<Map<String, Secret>> list() throws InterruptedException {
    return lists.get(parent());
  }

  private Map<String, Secret> list(SecretManagerServiceClient client, String parent) {
    var found = new TreeMap<String, Secret>();
    client
        .listSecrets(ListSecretsRequest.newBuilder().setParent(parent).setPageSize(PAGE).build())
        .iterateAll()
        .forEach(it -> found.put(Gcp.shortName(it.getName()), it));
    return found;
  }

  private static GetIamPolicyRequest policyOf(String secret) {
    return GetIamPolicyRequest.newBuilder().setResource(secret).build();
  }

  private <T> ApiAnswer<T> ask(String what, Function<SecretManagerServiceClient, T> call) {
    try {
      Optional<SecretManagerServiceClient> connected = client.get(project);
      return connected.isEmpty()
          ? new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials())
          : apis.ask(Api.SECRET_MANAGER, what, () -> call.apply(connected.get()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
    }
  }

  private Optional<SecretManagerServiceClient> connect() {
    try {
      var builder = SecretManagerServiceSettings.newBuilder();
      Optional<SecretManagerServiceSettings.Builder> settings =
          location.isPresent()
              ? apis.equip(Api.SECRET_MANAGER, location.get(), builder)
              : apis.equip(Api.SECRET_MANAGER, builder);
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().accessSecretVersionSettings());
      apis.limit(settings.get().getSecretVersionSettings());
      apis.limit(settings.get().getIamPolicySettings());
      apis.limit(settings.get().listSecretsSettings());
      return Optional.of(SecretManagerServiceClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
