package preflight.probe.inventory;

import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.resource.Gcp;

/** The ids of all secrets of a project; no value is ever asked for. */
public final class GoogleSecretIds {

  private static final int PAGE = 1000;

  private final GoogleApis apis;

  public GoogleSecretIds(GoogleApis apis) {
    this.apis = apis;
  }

  public ApiAnswer<SortedSet<String>> list(String project) throws InterruptedException {
    Optional<SecretManagerServiceClient> client = connect();
    if (client.isEmpty()) {
      return new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials());
    }
    try (SecretManagerServiceClient secrets = client.get()) {
      String parent = ProjectName.of(project).toString();
      return apis.ask(Api.SECRET_MANAGER, parent, () -> listed(secrets, parent));
    }
  }

  private static SortedSet<String> listed(SecretManagerServiceClient client, String parent) {
    SortedSet<String> ids = new TreeSet<>();
    client
        .listSecrets(ListSecretsRequest.newBuilder().setParent(parent).setPageSize(PAGE).build())
        .iterateAll()
        .forEach(it -> ids.add(Gcp.shortName(it.getName())));
    return ids;
  }

  private Optional<SecretManagerServiceClient> connect() throws InterruptedException {
    try {
      var settings = apis.equip(Api.SECRET_MANAGER, SecretManagerServiceSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().listSecretsSettings());
      return Optional.of(SecretManagerServiceClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
