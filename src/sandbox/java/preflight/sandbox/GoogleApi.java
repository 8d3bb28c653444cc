package preflight.sandbox;

import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;

/** The emulated APIs of Google, as gRPC and as JSON over HTTP on one port. */
final class GoogleApi implements AutoCloseable {

  private final Web web;
  private final Fleet fleet;

  private GoogleApi(Web web, Fleet fleet) {
    this.web = web;
    this.fleet = fleet;
  }

  static GoogleApi start(int port, World world, Ingress ingress) {
    var transcoding =
        HttpJsonTranscodingOptions.builder().errorHandler(new GoogleJsonErrors()).build();
    var fleet = new Fleet(world, ingress);
    var grpc =
        GrpcService.builder()
            .addService(new SecretManager(world))
            .enableHttpJsonTranscoding(true)
            .enableHttpJsonTranscoding(transcoding);
    new CloudRun(fleet).apis().forEach(grpc::addService);
    return new GoogleApi(Web.start(port, server -> server.service(grpc.build())), fleet);
  }

  @Override
  public void close() {
    fleet.close();
    web.close();
  }
}
