package preflight.sandbox;

import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** The emulated APIs of Google, as gRPC and as JSON over HTTP on one port. */
final class GoogleApi implements AutoCloseable {

  private final Web web;
  private final Fleet fleet;

  private GoogleApi(Web web, Fleet fleet) {
    this.web = web;
    this.fleet = fleet;
  }

  static GoogleApi start(int port, World world, Ingress ingress) {
    return start(port, world, ingress, Fleet.PACE);
  }

  static GoogleApi start(int port, World world, Ingress ingress, UnaryOperator<Executor> pace) {
    var transcoding =
        HttpJsonTranscodingOptions.builder()
            .queryParamMatchRules(
                HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
            .errorHandler(new GoogleJsonErrors())
            .build();
    var fleet = new Fleet(world, ingress, pace);
    var grpc =
        GrpcService.builder()
            .addService(new SecretManager(world))
            // A deployment may start a server, for which no event loop waits.
            .useBlockingTaskExecutor(true)
            .enableHttpJsonTranscoding(true)
            .enableHttpJsonTranscoding(transcoding);
    new CloudRun(fleet).apis().forEach(grpc::addService);
    return new GoogleApi(
        Web.start(
            port,
            server -> {
              server.service(grpc.build());
              new KnativeApi(fleet).routes(server);
              new ArtifactRegistry(world.registry()).routes(server);
              new Logging(world).routes(server);
              new ManagedApis(world).routes(server);
            }),
        fleet);
  }

  @Override
  public void close() {
    fleet.close();
    web.close();
  }
}
