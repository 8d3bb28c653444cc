package preflight.probe.run.project;

import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.LocationName;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceName;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.OncePerKey;
import preflight.resource.Gcp;
import preflight.resource.field.Grammar;

/** Asks Cloud Run through Google's own client. */
public final class GoogleProjectServices implements ProjectServices {

  /** All that hold {@code run.routes.invoke}, and that are given to callers. */
  private static final Set<String> CALLING =
      Set.of("roles/run.invoker", "roles/run.servicesInvoker", "roles/run.admin", "roles/owner");

  private static final String MANAGER = "goog-managed-by";
  private static final int PAGE = 500;
  private static final int AT_ONCE = 16;

  private final GoogleApis apis;
  private final OncePerKey<Boolean, Optional<ServicesClient>> clients;
  private final OncePerKey<Boolean, ApiAnswer<List<Listed>>> listings;
  private final OncePerKey<String, ApiAnswer<Invokers>> invokers;

  public GoogleProjectServices(GoogleApis apis) {
    this.apis = apis;
    var one = new Semaphore(1);
    this.clients = new OncePerKey<>(one, _ -> connect());
    this.listings = new OncePerKey<>(new Semaphore(1), _ -> list(), ApiAnswer::lasting);
    this.invokers = new OncePerKey<>(new Semaphore(AT_ONCE), this::askInvokers, ApiAnswer::lasting);
  }

  @Override
  public ApiAnswer<List<Listed>> all() throws InterruptedException {
    return listings.get(true);
  }

  @Override
  public ApiAnswer<Invokers> invokers(String service) throws InterruptedException {
    return invokers.get(service);
  }

  private ApiAnswer<List<Listed>> list() {
    return with(
        "services of " + apis.region().orElse(""),
        client -> {
          String parent = LocationName.of(project(), region()).toString();
          var all = new ArrayList<Listed>();
          client
              .listServices(
                  ListServicesRequest.newBuilder().setParent(parent).setPageSize(PAGE).build())
              .iterateAll()
              .forEach(it -> all.add(listed(it)));
          return all.stream()
              // What Google never gives is nobody's name.
              .filter(it -> Grammar.CLOUD_RUN.fits(it.name()))
              .sorted(Comparator.comparing(Listed::name))
              .toList();
        });
  }

  private static Listed listed(Service service) {
    return new Listed(
        Gcp.shortName(service.getName()),
        service.hasUpdateTime()
            ? Optional.of(Instant.ofEpochSecond(service.getUpdateTime().getSeconds()))
            : Optional.empty(),
        Optional.ofNullable(service.getLabelsMap().get(MANAGER)).filter(Grammar.NAME::fits));
  }

  private ApiAnswer<Invokers> askInvokers(String service) {
    return with(
        "service " + service,
        client ->
            invokers(
                client.getIamPolicy(
                    GetIamPolicyRequest.newBuilder()
                        .setResource(ServiceName.of(project(), region(), service).toString())
                        .build())));
  }

  private static Invokers invokers(Policy policy) {
    List<Binding> calling =
        policy.getBindingsList().stream().filter(it -> CALLING.contains(it.getRole())).toList();
    return new Invokers(members(calling, false), members(calling, true));
  }

  private static Set<String> members(List<Binding> bindings, boolean conditional) {
    return bindings.stream()
        .filter(it -> it.hasCondition() == conditional)
        .flatMap(it -> it.getMembersList().stream())
        .collect(Collectors.toSet());
  }

  private <T> ApiAnswer<T> with(String what, Function<ServicesClient, T> call) {
    if (apis.project().isEmpty() || apis.region().isEmpty()) {
      String field = apis.project().isEmpty() ? "gcp.project" : "gcp.region";
      return new ApiAnswer.Refused<>(new ApiTrouble.Undeclared(field));
    }
    try {
      Optional<ServicesClient> client = clients.get(true);
      return client.isEmpty()
          ? new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials())
          : apis.ask(Api.RUN, what, () -> call.apply(client.get()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
    }
  }

  private String project() {
    return apis.project().orElseThrow();
  }

  private String region() {
    return apis.region().orElseThrow();
  }

  private Optional<ServicesClient> connect() {
    try {
      var settings = apis.equip(Api.RUN, ServicesSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().listServicesSettings());
      apis.limit(settings.get().getIamPolicySettings());
      return Optional.of(ServicesClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
