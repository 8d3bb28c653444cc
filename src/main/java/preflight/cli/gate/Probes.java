package preflight.cli.gate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.LiveChecks;
import preflight.catalog.Ports;
import preflight.catalog.Ports.Clocks;
import preflight.catalog.Ports.OfDeployed;
import preflight.catalog.Ports.OfManaged;
import preflight.catalog.Ports.OfNetwork;
import preflight.catalog.Ports.OfPlatform;
import preflight.catalog.Ports.OfPostgres;
import preflight.catalog.Ports.OfRedis;
import preflight.catalog.Ports.OfSecrets;
import preflight.catalog.Ports.OfServices;
import preflight.catalog.Ports.OfSource;
import preflight.catalog.Viewpoint;
import preflight.catalog.deployment.ServingCommits;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.LiveRelations;
import preflight.catalog.platform.ServiceVariables;
import preflight.check.Vantage;
import preflight.check.plan.Asker;
import preflight.check.plan.Deployment;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.deployment.PlannedDeployment;
import preflight.diagnosis.Graph;
import preflight.probe.Redaction;
import preflight.probe.git.GitHistory;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GoogleIdTokens;
import preflight.probe.google.GoogleRest;
import preflight.probe.http.OkHttp;
import preflight.probe.http.OkHttpClients;
import preflight.probe.http.OkHttpEventStreams;
import preflight.probe.http.OkHttpGrpcHealth;
import preflight.probe.http.OkHttpWebSockets;
import preflight.probe.http.SocketLines;
import preflight.probe.instance.CloudSql;
import preflight.probe.instance.Memorystore;
import preflight.probe.log.CloudLogging;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Resolver;
import preflight.probe.postgres.PgjdbcProbe;
import preflight.probe.postgres.migration.MigrationFiles;
import preflight.probe.program.JdkPrograms;
import preflight.probe.project.ServiceUsage;
import preflight.probe.redis.RespProbe;
import preflight.probe.registry.ArtifactRegistry;
import preflight.probe.run.CloudRun;
import preflight.probe.run.GoogleCloudRun;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RunInstances;
import preflight.probe.run.TemplateChange;
import preflight.probe.run.Workload;
import preflight.probe.run.project.GoogleProjectServices;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.LiveCredentials;
import preflight.probe.secret.LocalVariables;
import preflight.probe.secret.RunKey;
import preflight.probe.secret.Vault;
import preflight.probe.secret.VaultComparison;
import preflight.probe.secret.repository.GitSearch;
import preflight.probe.terraform.ShowFile;
import preflight.probe.token.NimbusTokens;
import preflight.probe.vpc.ServerlessVpcAccess;
import preflight.probe.vpc.SettingHosts;
import preflight.resource.Environment;
import preflight.resource.Relation;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.network.TrustedHosts;
import preflight.source.house.SourceHouse;
import preflight.source.pipeline.TreePipelines;
import preflight.source.rule.HouseRule;
import preflight.source.service.TreeSourceCode;
import preflight.source.tree.WorkingTrees;

/**
 * The object graph below the checks of one environment. Building it is cheap and contacts nobody:
 * every adapter opens its connections when it is first asked.
 */
public final class Probes implements AutoCloseable {

  private final GoogleApis apis;
  private final Vault vault;
  private final Redaction redaction;
  private final OkHttpClients clients;
  private final OkHttpWebSockets sockets;
  private final ServiceVariables variables;
  private final LiveRelations live;
  private final PlannedDeployment deployment;
  private final List<GoogleApis> allApis = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private final Asker checks;

  /**
   * What a run asks besides its profile.
   *
   * @param clock tells the day that expiry is judged by; whatever answers now is met by the clock
   *     of this machine
   * @param compare another environment, whose credentials must be other ones
   * @param history whether everything that was ever committed is searched
   * @param trusted the hosts that may get Google credentials
   * @param deploying what is about to be deployed
   * @param rules all rules of the house that the run asks
   */
  public record Scope(
      Map<String, String> variables,
      Clock clock,
      Vantage vantage,
      Optional<Environment> compare,
      boolean history,
      TrustedHosts trusted,
      Optional<DeploymentReading> deploying,
      List<HouseRule<?>> rules) {}

  public Probes(Environment environment, Scope scope) {
    Clock machine = Clock.systemUTC();
    // Paths in a profile are relative to where the process runs once the reader is through.
    var places = new Vault.Places(scope.variables(), Path.of(""), machine);
    var key = new RunKey();
    this.apis = new GoogleApis(environment.gcp(), scope.trusted());
    this.allApis.add(apis);
    this.vault = new Vault(environment, apis, key, places);
    var local = new LocalVariables(places);
    var credentials = new LiveCredentials(environment, local);
    credentials.also(vault);
    this.redaction = new Redaction(credentials);
    GoogleIdTokens tokens = apis.idTokens();
    credentials.seen(tokens::known);
    this.clients = new OkHttpClients(redaction, tokens, vault);
    var repository = new GitSearch(places.profile(), vault, redaction, machine);
    var trees = new WorkingTrees();
    var code = new TreeSourceCode(places.profile(), trees, scope.variables(), sources(scope));
    others.add(code);
    Resolver resolver = new JdkResolver();
    this.sockets = new OkHttpWebSockets(clients, resolver);
    var dialer = new JdkDialer(resolver, redaction);
    var redis = new RespProbe(dialer, vault, redaction);
    var postgres = new PgjdbcProbe(dialer, vault, redaction);
    var run = new GoogleCloudRun(environment, apis, redaction);
    PlannedRevisions planned =
        scope
            .deploying()
            .flatMap(DeploymentReading::understood)
            .map(it -> planned(environment, run, it))
            .orElseGet(() -> PlannedRevisions.none(run));
    this.deployment = new PlannedDeployment(environment, run, planned, scope.deploying());
    var judged = new JudgedRevisions(run, planned);
    credentials.seen(
        () -> Stream.concat(run.credentials().stream(), planned.credentials().stream()).toList());
    others.add(local);
    others.add(run);
    var rest = new GoogleRest(apis, redaction);
    others.add(rest);
    this.variables = new ServiceVariables(judged, local);
    this.live =
        new LiveRelations(
            environment, () -> Stream.concat(run.seen().stream(), planned.seen()).toList());
    Comparison comparison =
        scope
            .compare()
            .map(it -> comparison(environment, it, key, places, scope.trusted(), credentials))
            .orElse(Comparison.NONE);
    var http = new OkHttp(clients, resolver);
    this.checks =
        new LiveChecks(
            new Ports(
                new OfSecrets(
                    vault,
                    vault,
                    vault.register(),
                    comparison,
                    (source, of, history, soFar) ->
                        repository.search(source, of, history || scope.history(), soFar)),
                new OfPlatform(
                    run,
                    judged,
                    new GoogleProjectServices(apis),
                    new ArtifactRegistry(rest),
                    local,
                    new CloudLogging(apis, rest),
                    new RunInstances(run)),
                new OfManaged(
                    new ServerlessVpcAccess(rest),
                    new Memorystore(rest),
                    new CloudSql(rest),
                    new ServiceUsage(rest),
                    new SettingHosts(vault, redaction)),
                new OfNetwork(resolver, dialer, new SocketLines(redaction)),
                new OfRedis(redis, redis, redis),
                new OfPostgres(postgres, postgres, postgres, new MigrationFiles()),
                new OfServices(
                    http,
                    sockets,
                    new OkHttpEventStreams(clients, resolver),
                    new OkHttpGrpcHealth(clients, resolver),
                    new NimbusTokens(),
                    new JdkPrograms(redaction)),
                new OfSource(
                    code,
                    new SourceHouse(scope.rules(), RuleIds.all(), trees, scope.variables()),
                    new TreePipelines(places.profile(), trees)),
                new OfDeployed(
                    new ServingCommits(judged, http),
                    new GitHistory(places.profile(), redaction),
                    new ShowFile(places.profile())),
                new Clocks(scope.clock(), machine)),
            new Viewpoint(scope.vantage()));
  }

  private Comparison comparison(
      Environment ours,
      Environment theirs,
      RunKey key,
      Vault.Places places,
      TrustedHosts trusted,
      LiveCredentials credentials) {
    var theirApis = new GoogleApis(theirs.gcp(), trusted);
    var theirVault = new Vault(theirs, theirApis, key, places);
    allApis.add(theirApis);
    credentials.also(theirVault);
    others.add(theirVault);
    others.add(theirApis);
    return new VaultComparison(ours, vault, theirs, theirVault, key);
  }

  /** The directories that gcloud builds, by service. */
  private static Map<String, Path> sources(Scope scope) {
    Map<String, Path> sources = new HashMap<>();
    scope
        .deploying()
        .flatMap(DeploymentReading::understood)
        .ifPresent(request ->
            request
                .services()
                .forEach(it ->
                    it.source().ifPresent(directory -> sources.put(it.service(), directory))));
    return sources;
  }

  /** What each deployed service becomes. */
  private static PlannedRevisions planned(
      Environment environment, CloudRun run, DeploymentRequest request) {
    Map<Workload, TemplateChange> changes = new HashMap<>();
    request.services().forEach(it -> it.change().ifPresent(change -> changes.put(it.of(), change)));
    return new PlannedRevisions(
        run, concerned(environment, request.services()), changes, request.createdSecrets());
  }

  /** The deployed services and those that they use, by their names on Cloud Run. */
  private static Set<String> concerned(Environment environment, List<ServiceRequest> deployed) {
    var graph = new Graph(environment);
    Set<ResourceName> names =
        deployed.stream()
            .flatMap(it -> it.in(environment).stream())
            .flatMap(it -> Stream.concat(Stream.of(it.name()), graph.ancestors(it.name()).stream()))
            .collect(Collectors.toSet());
    return environment.services().values().stream()
        .filter(it ->
            names.contains(it.name())
                || it.endpoints().values().stream().anyMatch(at -> names.contains(at.name())))
        .flatMap(it -> it.cloudRun().stream())
        .collect(Collectors.toSet());
  }

  /** What is about to be deployed, and what that changes, by what Cloud Run says of today. */
  Optional<Deployment> deployment(Duration within) {
    try {
      return deployment.deployment(within);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The checks, which ask when they are asked. */
  Asker checks() {
    return checks;
  }

  /** At what checks said, before it is told. */
  LastLook lastLook() {
    return new LastLook(redaction);
  }

  /** A line about what Cloud Run told, without the credentials of the environment. */
  public String shown(String line) {
    return redaction.heard(line).shown();
  }

  /** A line about this machine, without the credentials that were read for it. */
  public String shownOfThisMachine(String line) {
    return redaction.withoutKnown(line);
  }

  /** The variables of a service, from its serving revisions, its files and this process. */
  public ApiAnswer<List<ServiceVariables.Source>> variables(Service service)
      throws InterruptedException {
    return variables.of(service);
  }

  /** Those that need no question to Cloud Run. */
  public ApiAnswer<List<ServiceVariables.Source>> variablesOfThisMachine(Service service)
      throws InterruptedException {
    return variables.ofThisMachine(service);
  }

  /** Who depends on whom, by what Cloud Run said in answer to the checks so far. */
  List<Relation> seenRelations() {
    return live.seen();
  }

  /** How many calls to Google's APIs were made so far, for a compared environment too. */
  int apiCalls() {
    return Math.toIntExact(
        allApis.stream().flatMap(it -> it.calls().values().stream()).mapToLong(it -> it).sum());
  }

  /** Nothing that goes on behind the checks is of use any more; what is known stays. */
  void end() {
    vault.end();
  }

  @Override
  public void close() {
    vault.close();
    sockets.close();
    clients.close();
    apis.close();
    for (AutoCloseable other : others) {
      close(other);
    }
  }

  private static void close(AutoCloseable other) {
    try {
      other.close();
    } catch (Exception e) {
      throw new IllegalStateException("Neither vaults nor APIs fail to close", e);
    }
  }
}
