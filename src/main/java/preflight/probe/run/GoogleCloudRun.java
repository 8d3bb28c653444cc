package preflight.probe.run;

import com.google.cloud.run.v2.JobName;
import com.google.cloud.run.v2.JobsClient;
import com.google.cloud.run.v2.JobsSettings;
import com.google.cloud.run.v2.RevisionName;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.ServiceName;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.OncePerKey;
import preflight.resource.Environment;

/** Cloud Run through Google's own client. Closing it wipes the values of plain variables. */
public final class GoogleCloudRun implements CloudRun, SeenRevisions, AutoCloseable {

  private static final int AT_ONCE = 16;

  private final GoogleApis apis;
  private final Redaction redaction;
  private final Translation translation;
  private final OncePerKey<String, Optional<ServicesClient>> servicesClient;
  private final OncePerKey<String, Optional<RevisionsClient>> revisionsClient;
  private final OncePerKey<String, Optional<JobsClient>> jobsClient;
  private final OncePerKey<String, ApiAnswer<RevisionState>> jobs;
  private final OncePerKey<String, ApiAnswer<ServiceState>> services;
  private final OncePerKey<RevisionKey, ApiAnswer<RevisionState>> revisions;

  // They are asked for with each text that is shown.
  private final Map<RevisionKey, List<SecretValue>> credentials = new ConcurrentHashMap<>();

  private record RevisionKey(String service, String revision) {}

  public GoogleCloudRun(Environment environment, GoogleApis apis, Redaction redaction) {
    this.apis = apis;
    this.redaction = redaction;
    this.translation = new Translation(environment, redaction);
    var one = new Semaphore(1);
    this.servicesClient = new OncePerKey<>(one, _ -> connectServices());
    this.revisionsClient = new OncePerKey<>(one, _ -> connectRevisions());
    this.jobsClient = new OncePerKey<>(one, _ -> connectJobs());
    var many = new Semaphore(AT_ONCE);
    this.jobs = new OncePerKey<>(many, this::askJob, ApiAnswer::lasting);
    this.services = new OncePerKey<>(many, this::ask, GoogleCloudRun::settled);
    this.revisions = new OncePerKey<>(many, this::ask, ApiAnswer::lasting);
  }

  /** While the platform applies a change, a retry must see what became of it. */
  private static boolean settled(ApiAnswer<ServiceState> answer) {
    return answer.lasting()
        && !(answer instanceof ApiAnswer.Got<ServiceState>(var state) && !state.settled());
  }

  @Override
  public ApiAnswer<ServiceState> service(String name) throws InterruptedException {
    return services.get(name);
  }

  @Override
  public ApiAnswer<RevisionState> job(String name) throws InterruptedException {
    return jobs.get(name);
  }

  @Override
  public ApiAnswer<RevisionState> revision(String service, String revision)
      throws InterruptedException {
    return revisions.get(new RevisionKey(service, revision));
  }

  @Override
  public List<Seen> seen() {
    return revisions
        .knownByKey()
        .flatMap(it ->
            it.getValue() instanceof ApiAnswer.Got<RevisionState>(RevisionState revision)
                ? Stream.of(new Seen(Workload.service(it.getKey().service()), revision))
                : Stream.of())
        .sorted(
            Comparator.comparing((Seen it) -> it.of().name())
                .thenComparing(it -> it.revision().name()))
        .toList();
  }

  /** What revisions are given in plain text under the name of a credential. */
  public List<SecretValue> credentials() {
    return Stream.concat(
            revisions.knownByKey(),
            jobs.knownByKey().map(it -> Map.entry(new RevisionKey(it.getKey(), ""), it.getValue())))
        .flatMap(it ->
            it.getValue() instanceof ApiAnswer.Got<RevisionState>(RevisionState revision)
                ? credentials.computeIfAbsent(it.getKey(), _ -> revision.credentials()).stream()
                : Stream.of())
        .toList();
  }

  @Override
  public void close() {
    Stream.of(
            seen().stream().map(Seen::revision),
            jobs.knownByKey()
                .flatMap(it ->
                    it.getValue() instanceof ApiAnswer.Got<RevisionState>(RevisionState job)
                        ? Stream.of(job)
                        : Stream.<RevisionState>of()),
            services
                .knownByKey()
                .flatMap(it ->
                    it.getValue() instanceof ApiAnswer.Got<ServiceState>(ServiceState state)
                        ? state.template().stream()
                        : Stream.<RevisionState>of()))
        .flatMap(it -> it)
        .flatMap(it -> it.containers().stream())
        .flatMap(it -> it.variables().values().stream())
        .forEach(it -> {
          if (it instanceof Variable.Plain plain) {
            plain.value().wipe();
          }
        });
  }

  private ApiAnswer<ServiceState> ask(String service) {
    return believed(
        with(
                servicesClient,
                service,
                it -> () -> it.getService(ServiceName.of(project(), region(), service)))
            .map(translation::service),
        Names::odd,
        Names::mayHoldCredential);
  }

  private ApiAnswer<RevisionState> askJob(String job) {
    return believed(
        with(jobsClient, job, it -> () -> it.getJob(JobName.of(project(), region(), job)))
            .map(translation::job),
        Names::odd,
        Names::mayHoldCredential);
  }

  private ApiAnswer<RevisionState> ask(RevisionKey key) {
    return believed(
        with(
                revisionsClient,
                key.revision(),
                it ->
                    () ->
                        it.getRevision(
                            RevisionName.of(project(), region(), key.service(), key.revision())))
            .map(it -> translation.revision(key.service(), it)),
        Names::odd,
        Names::mayHoldCredential);
  }

  private <T> ApiAnswer<T> believed(
      ApiAnswer<T> answer, Function<T, Optional<String>> odd, Predicate<T> mayHoldCredential) {
    if (!(answer instanceof ApiAnswer.Got<T>(T value))) {
      return answer;
    }
    Optional<String> doubted = odd.apply(value);
    if (doubted.isPresent()) {
      return new ApiAnswer.Refused<>(new ApiTrouble.Implausible(doubted.get()));
    }
    if (mayHoldCredential.test(value)) {
      try {
        redaction.expectNames();
      } catch (InterruptedException _) {
        return cancelled();
      }
    }
    return answer;
  }

  private static <T> ApiAnswer<T> cancelled() {
    Thread.currentThread().interrupt();
    return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
  }

  private <C, T> ApiAnswer<T> with(
      OncePerKey<String, Optional<C>> client, String what, Function<C, Supplier<T>> call) {
    if (apis.project().isEmpty() || apis.region().isEmpty()) {
      String field = apis.project().isEmpty() ? "gcp.project" : "gcp.region";
      return new ApiAnswer.Refused<>(new ApiTrouble.Undeclared(field));
    }
    try {
      Optional<C> connected = client.get("client");
      return connected.isEmpty()
          ? new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials())
          : apis.ask(Api.RUN, what, call.apply(connected.get()));
    } catch (InterruptedException _) {
      return cancelled();
    }
  }

  private String project() {
    return apis.project().orElseThrow();
  }

  private String region() {
    return apis.region().orElseThrow();
  }

  private Optional<ServicesClient> connectServices() {
    try {
      var settings = apis.equip(Api.RUN, ServicesSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().getServiceSettings());
      return Optional.of(ServicesClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<RevisionsClient> connectRevisions() {
    try {
      var settings = apis.equip(Api.RUN, RevisionsSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().getRevisionSettings());
      return Optional.of(RevisionsClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<JobsClient> connectJobs() {
    try {
      var settings = apis.equip(Api.RUN, JobsSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().getJobSettings());
      return Optional.of(JobsClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
