package preflight.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.catalog.code.CodeCallContract;
import preflight.catalog.code.CodeEnvContract;
import preflight.catalog.code.CodeImportTimeCall;
import preflight.catalog.code.CodeRoutes;
import preflight.catalog.code.CodeSyntax;
import preflight.catalog.code.CodeTestImports;
import preflight.catalog.code.CodeUndefinedName;
import preflight.catalog.code.ImageBuilds;
import preflight.catalog.code.ImageImports;
import preflight.catalog.code.ImageLateImports;
import preflight.catalog.code.house.CodeCanonicalImport;
import preflight.catalog.code.house.CodeDeprecated;
import preflight.catalog.code.house.CodeDirectEnviron;
import preflight.catalog.code.house.CodeDuplicateFile;
import preflight.catalog.code.house.CodeEnvFunction;
import preflight.catalog.code.house.CodeForbidden;
import preflight.catalog.code.house.CodeLargeFile;
import preflight.catalog.code.house.CodeLocalhostDefault;
import preflight.catalog.code.house.CodePattern;
import preflight.catalog.code.house.CodeScore;
import preflight.catalog.code.house.CodeSingleDefinition;
import preflight.catalog.code.house.CodeSingleResolution;
import preflight.catalog.code.house.CodeSuppression;
import preflight.catalog.deployment.ConfigDrift;
import preflight.catalog.deployment.DeployCommit;
import preflight.catalog.deployment.DeployFix;
import preflight.catalog.deployment.DeployGateOn;
import preflight.catalog.deployment.DeployUndeployed;
import preflight.catalog.http.Exec;
import preflight.catalog.http.GrpcHealth;
import preflight.catalog.http.HttpCors;
import preflight.catalog.http.HttpHealth;
import preflight.catalog.http.HttpOrigin;
import preflight.catalog.http.HttpPrivate;
import preflight.catalog.http.HttpRedirect;
import preflight.catalog.http.HttpRoutes;
import preflight.catalog.http.S2sAuth;
import preflight.catalog.http.S2sClock;
import preflight.catalog.log.RunContainerExit;
import preflight.catalog.network.DnsRecord;
import preflight.catalog.network.TcpReachable;
import preflight.catalog.network.TlsExpiry;
import preflight.catalog.network.TlsValid;
import preflight.catalog.platform.ApiEnabled;
import preflight.catalog.platform.EnvConflict;
import preflight.catalog.platform.EnvConsistentAcrossServices;
import preflight.catalog.platform.EnvDeprecated;
import preflight.catalog.platform.EnvExpected;
import preflight.catalog.platform.EnvForbidden;
import preflight.catalog.platform.EnvLocalhost;
import preflight.catalog.platform.EnvMatchesStore;
import preflight.catalog.platform.EnvRequired;
import preflight.catalog.platform.RunChange;
import preflight.catalog.platform.RunImage;
import preflight.catalog.platform.RunRevisionReady;
import preflight.catalog.platform.RunSecrets;
import preflight.catalog.postgres.PostgresConnections;
import preflight.catalog.postgres.PostgresExtensions;
import preflight.catalog.postgres.PostgresInstance;
import preflight.catalog.postgres.PostgresLatency;
import preflight.catalog.postgres.PostgresLocks;
import preflight.catalog.postgres.PostgresMigrations;
import preflight.catalog.postgres.PostgresPrivileges;
import preflight.catalog.postgres.PostgresReachable;
import preflight.catalog.postgres.PostgresSchema;
import preflight.catalog.postgres.PostgresVersion;
import preflight.catalog.postgres.PostgresWritable;
import preflight.catalog.redis.RedisCapacity;
import preflight.catalog.redis.RedisInstance;
import preflight.catalog.redis.RedisLatency;
import preflight.catalog.redis.RedisModeFits;
import preflight.catalog.redis.RedisPersistence;
import preflight.catalog.redis.RedisReachable;
import preflight.catalog.redis.RedisRole;
import preflight.catalog.redis.RedisVersion;
import preflight.catalog.run.RunAccount;
import preflight.catalog.run.RunAccountDefault;
import preflight.catalog.run.RunCallers;
import preflight.catalog.run.RunIngress;
import preflight.catalog.run.RunInvoker;
import preflight.catalog.run.RunLatestServes;
import preflight.catalog.run.RunPort;
import preflight.catalog.run.RunReservedEnv;
import preflight.catalog.run.RunResources;
import preflight.catalog.run.RunResourcesLowered;
import preflight.catalog.run.RunScaling;
import preflight.catalog.run.RunServiceExists;
import preflight.catalog.run.RunTimeout;
import preflight.catalog.run.RunUndeclaredService;
import preflight.catalog.secret.SecretAccess;
import preflight.catalog.secret.SecretCrc;
import preflight.catalog.secret.SecretDistinct;
import preflight.catalog.secret.SecretExists;
import preflight.catalog.secret.SecretExpiry;
import preflight.catalog.secret.SecretFormatted;
import preflight.catalog.secret.SecretMapped;
import preflight.catalog.secret.SecretMatchesResource;
import preflight.catalog.secret.SecretNotInRepository;
import preflight.catalog.secret.SecretPayloadClean;
import preflight.catalog.secret.SecretPlaceholder;
import preflight.catalog.secret.SecretReusedAcrossEnvironments;
import preflight.catalog.secret.SecretSameAcrossServices;
import preflight.catalog.secret.SecretStaleInService;
import preflight.catalog.secret.SecretStrength;
import preflight.catalog.secret.SecretUnchangedRotation;
import preflight.catalog.secret.SecretVersionEnabled;
import preflight.catalog.stream.SseFirstEvent;
import preflight.catalog.stream.WsCloseCode;
import preflight.catalog.stream.WsDuration;
import preflight.catalog.stream.WsHandshake;
import preflight.catalog.stream.WsMessage;
import preflight.catalog.stream.WsSubprotocol;
import preflight.catalog.vpc.VpcAttached;
import preflight.catalog.vpc.VpcConnectorReady;
import preflight.catalog.vpc.VpcConnectorSpec;
import preflight.catalog.vpc.VpcEgressCovers;
import preflight.catalog.vpc.VpcNetworkMatches;
import preflight.check.Check;
import preflight.check.CheckDefinition;

/**
 * Every check there is, and how each is made; sorted by id. To add one, write its class and list it
 * here.
 */
public final class Catalog {

  private static final List<Entry> ENTRIES =
      List.of(
          check(ApiEnabled.class, it -> new ApiEnabled(it.managed().apis())),
          check(CodeCallContract.class, it -> new CodeCallContract(it.source().code())),
          check(CodeCanonicalImport.class, it -> new CodeCanonicalImport(it.source().house())),
          check(CodeDeprecated.class, it -> new CodeDeprecated(it.source().house())),
          check(CodeDirectEnviron.class, it -> new CodeDirectEnviron(it.source().house())),
          check(CodeDuplicateFile.class, it -> new CodeDuplicateFile(it.source().house())),
          check(
              CodeEnvContract.class,
              it -> new CodeEnvContract(it.source().code(), it.platform().variables())),
          check(CodeEnvFunction.class, it -> new CodeEnvFunction(it.source().house())),
          check(CodeForbidden.class, it -> new CodeForbidden(it.source().house())),
          check(CodeImportTimeCall.class, it -> new CodeImportTimeCall(it.source().code())),
          check(CodeLargeFile.class, it -> new CodeLargeFile(it.source().house())),
          check(CodeLocalhostDefault.class, it -> new CodeLocalhostDefault(it.source().house())),
          check(CodePattern.class, it -> new CodePattern(it.source().house())),
          check(CodeRoutes.class, it -> new CodeRoutes(it.source().code())),
          check(CodeScore.class, it -> new CodeScore(it.source().house())),
          check(CodeSingleDefinition.class, it -> new CodeSingleDefinition(it.source().house())),
          check(CodeSingleResolution.class, it -> new CodeSingleResolution(it.source().house())),
          check(CodeSuppression.class, it -> new CodeSuppression(it.source().house())),
          check(CodeSyntax.class, it -> new CodeSyntax(it.source().code())),
          check(CodeTestImports.class, it -> new CodeTestImports(it.source().code())),
          check(CodeUndefinedName.class, it -> new CodeUndefinedName(it.source().code())),
          check(
              ConfigDrift.class,
              it -> new ConfigDrift(it.platform().run(), it.deployed().terraform())),
          check(DeployCommit.class, it -> new DeployCommit(it.deployed().commits())),
          check(
              DeployFix.class,
              it -> new DeployFix(it.deployed().commits(), it.deployed().history())),
          check(DeployGateOn.class, it -> new DeployGateOn(it.source().pipelines())),
          check(
              DeployUndeployed.class,
              it ->
                  new DeployUndeployed(
                      it.deployed().commits(), it.deployed().history(), it.clocks().machine())),
          check(DnsRecord.class, it -> new DnsRecord(it.network().resolver())),
          check(
              EnvConflict.class,
              it -> new EnvConflict(it.platform().variables(), it.secrets().values())),
          check(
              EnvConsistentAcrossServices.class,
              it ->
                  new EnvConsistentAcrossServices(
                      it.platform().variables(), it.secrets().values())),
          check(EnvDeprecated.class, it -> new EnvDeprecated(it.platform().variables())),
          check(EnvExpected.class, it -> new EnvExpected(it.platform().variables())),
          check(EnvForbidden.class, it -> new EnvForbidden(it.platform().variables())),
          check(EnvLocalhost.class, it -> new EnvLocalhost(it.platform().variables())),
          check(
              EnvMatchesStore.class,
              it ->
                  new EnvMatchesStore(
                      it.platform().variables(), it.secrets().values(), it.secrets().bytes())),
          check(EnvRequired.class, it -> new EnvRequired(it.platform().variables())),
          check(Exec.class, it -> new Exec(it.services().programs())),
          check(GrpcHealth.class, it -> new GrpcHealth(it.services().grpc())),
          check(HttpCors.class, it -> new HttpCors(it.services().http(), it.secrets().bytes())),
          check(HttpHealth.class, it -> new HttpHealth(it.services().http(), it.secrets().bytes())),
          check(HttpOrigin.class, it -> new HttpOrigin(it.services().http(), it.secrets().bytes())),
          check(
              HttpPrivate.class, it -> new HttpPrivate(it.services().http(), it.services().grpc())),
          check(HttpRedirect.class, it -> new HttpRedirect(it.services().http())),
          check(HttpRoutes.class, it -> new HttpRoutes(it.services().http())),
          check(ImageBuilds.class, it -> new ImageBuilds(it.source().code())),
          check(ImageImports.class, it -> new ImageImports(it.source().code())),
          check(ImageLateImports.class, it -> new ImageLateImports(it.source().code())),
          check(
              PostgresConnections.class,
              it -> new PostgresConnections(it.postgres().rows(), it.platform().instances())),
          check(PostgresExtensions.class, it -> new PostgresExtensions(it.postgres().rows())),
          check(
              PostgresInstance.class,
              it -> new PostgresInstance(it.managed().sql(), it.secrets().values())),
          check(PostgresLatency.class, it -> new PostgresLatency(it.postgres().times())),
          check(PostgresLocks.class, it -> new PostgresLocks(it.postgres().rows())),
          check(
              PostgresMigrations.class,
              it -> new PostgresMigrations(it.postgres().rows(), it.postgres().scripts())),
          check(PostgresPrivileges.class, it -> new PostgresPrivileges(it.postgres().rows())),
          check(PostgresReachable.class, it -> new PostgresReachable(it.postgres().ladder())),
          check(PostgresSchema.class, it -> new PostgresSchema(it.postgres().rows())),
          check(PostgresVersion.class, it -> new PostgresVersion(it.postgres().rows())),
          check(PostgresWritable.class, it -> new PostgresWritable(it.postgres().rows())),
          check(RedisCapacity.class, it -> new RedisCapacity(it.redis().infos())),
          check(
              RedisInstance.class,
              it -> new RedisInstance(it.managed().redis(), it.secrets().values())),
          check(RedisLatency.class, it -> new RedisLatency(it.redis().pings())),
          check(RedisModeFits.class, it -> new RedisModeFits(it.redis().infos())),
          check(RedisPersistence.class, it -> new RedisPersistence(it.redis().infos())),
          check(RedisReachable.class, it -> new RedisReachable(it.redis().ladder())),
          check(RedisRole.class, it -> new RedisRole(it.redis().infos())),
          check(RedisVersion.class, it -> new RedisVersion(it.redis().infos())),
          check(RunAccount.class, it -> new RunAccount(it.platform().revisions())),
          check(RunAccountDefault.class, it -> new RunAccountDefault(it.platform().revisions())),
          check(
              RunCallers.class,
              it ->
                  new RunCallers(
                      it.platform().run(), it.platform().revisions(), it.platform().project())),
          check(RunChange.class, it -> new RunChange(it.platform().revisions())),
          check(
              RunContainerExit.class,
              it -> new RunContainerExit(it.platform().run(), it.platform().logs())),
          check(
              RunImage.class,
              it -> new RunImage(it.platform().revisions(), it.platform().images())),
          check(RunIngress.class, it -> new RunIngress(it.platform().run())),
          check(
              RunInvoker.class, it -> new RunInvoker(it.platform().run(), it.platform().project())),
          check(RunLatestServes.class, it -> new RunLatestServes(it.platform().run())),
          check(RunPort.class, it -> new RunPort(it.platform().revisions())),
          check(RunReservedEnv.class, it -> new RunReservedEnv(it.platform().revisions())),
          check(RunResources.class, it -> new RunResources(it.platform().revisions())),
          check(
              RunResourcesLowered.class, it -> new RunResourcesLowered(it.platform().revisions())),
          check(RunRevisionReady.class, it -> new RunRevisionReady(it.platform().run())),
          check(
              RunScaling.class,
              it -> new RunScaling(it.platform().run(), it.platform().revisions())),
          check(
              RunSecrets.class,
              it ->
                  new RunSecrets(
                      it.platform().revisions(), it.secrets().values(), it.secrets().register())),
          check(
              RunServiceExists.class,
              it -> new RunServiceExists(it.platform().run(), it.platform().project())),
          check(RunTimeout.class, it -> new RunTimeout(it.platform().revisions())),
          check(
              RunUndeclaredService.class, it -> new RunUndeclaredService(it.platform().project())),
          check(
              S2sAuth.class,
              it ->
                  new S2sAuth(
                      it.services().http(),
                      it.services().tokens(),
                      it.secrets().bytes(),
                      it.clocks().machine())),
          check(S2sClock.class, it -> new S2sClock(it.services().http(), it.clocks().machine())),
          check(
              SecretAccess.class,
              it ->
                  new SecretAccess(
                      it.secrets().register(), it.platform().run(), it.platform().revisions())),
          check(SecretCrc.class, it -> new SecretCrc(it.secrets().values())),
          check(SecretDistinct.class, it -> new SecretDistinct(it.secrets().values())),
          check(SecretExists.class, it -> new SecretExists(it.secrets().values())),
          check(
              SecretExpiry.class,
              it -> new SecretExpiry(it.secrets().register(), it.clocks().expiry())),
          check(SecretFormatted.class, it -> new SecretFormatted(it.secrets().values())),
          check(SecretMapped.class, it -> new SecretMapped(it.platform().revisions())),
          check(
              SecretMatchesResource.class, it -> new SecretMatchesResource(it.secrets().values())),
          check(
              SecretNotInRepository.class,
              it -> new SecretNotInRepository(it.secrets().committed())),
          check(SecretPayloadClean.class, it -> new SecretPayloadClean(it.secrets().values())),
          check(SecretPlaceholder.class, it -> new SecretPlaceholder(it.secrets().values())),
          check(
              SecretReusedAcrossEnvironments.class,
              it ->
                  new SecretReusedAcrossEnvironments(
                      it.secrets().values(), it.secrets().comparison())),
          check(
              SecretSameAcrossServices.class,
              it -> new SecretSameAcrossServices(it.secrets().values(), it.platform().variables())),
          check(
              SecretStaleInService.class,
              it ->
                  new SecretStaleInService(
                      it.secrets().values(), it.secrets().register(), it.platform().revisions())),
          check(SecretStrength.class, it -> new SecretStrength(it.secrets().values())),
          check(
              SecretUnchangedRotation.class,
              it -> new SecretUnchangedRotation(it.secrets().values(), it.secrets().register())),
          check(SecretVersionEnabled.class, it -> new SecretVersionEnabled(it.secrets().values())),
          check(
              SseFirstEvent.class,
              it -> new SseFirstEvent(it.services().streams(), it.secrets().bytes())),
          check(
              TcpReachable.class,
              it -> new TcpReachable(it.network().dialer(), it.network().lines())),
          check(TlsExpiry.class, it -> new TlsExpiry(it.network().dialer(), it.clocks().expiry())),
          check(TlsValid.class, it -> new TlsValid(it.network().dialer())),
          check(
              VpcAttached.class,
              it -> new VpcAttached(it.platform().revisions(), it.managed().hosts())),
          check(VpcConnectorReady.class, it -> new VpcConnectorReady(it.managed().connectors())),
          check(VpcConnectorSpec.class, it -> new VpcConnectorSpec(it.managed().connectors())),
          check(
              VpcEgressCovers.class,
              it -> new VpcEgressCovers(it.platform().revisions(), it.managed().hosts())),
          check(
              VpcNetworkMatches.class,
              it ->
                  new VpcNetworkMatches(
                      it.platform().revisions(),
                      it.managed().connectors(),
                      it.managed().redis(),
                      it.managed().sql(),
                      it.managed().hosts())),
          check(
              WsCloseCode.class,
              it -> new WsCloseCode(it.services().sockets(), it.secrets().bytes())),
          check(
              WsDuration.class,
              it -> new WsDuration(it.services().sockets(), it.secrets().bytes())),
          check(
              WsHandshake.class,
              it -> new WsHandshake(it.services().sockets(), it.secrets().bytes())),
          check(
              WsMessage.class, it -> new WsMessage(it.services().sockets(), it.secrets().bytes())),
          check(
              WsSubprotocol.class,
              it -> new WsSubprotocol(it.services().sockets(), it.secrets().bytes())));

  private Catalog() {}

  private record Entry(CheckDefinition definition, Function<Ports, Check<?, ?>> maker) {}

  private static Entry check(
      Class<? extends Check<?, ?>> type, Function<Ports, Check<?, ?>> maker) {
    return new Entry(CheckDefinition.of(type), maker);
  }

  /** What is known of each without asking anybody, in the order of their ids. */
  public static List<CheckDefinition> definitions() {
    return ENTRIES.stream().map(Entry::definition).toList();
  }

  /** A check of each class, which asks through these ports. */
  static Map<Class<?>, Check<?, ?>> checks(Ports ports) {
    return ENTRIES.stream()
        .collect(Collectors.toMap(it -> it.definition().type(), it -> it.maker().apply(ports)));
  }
}
