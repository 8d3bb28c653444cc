package preflight.sandbox;

import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;

/** The emulated APIs of Google, as gRPC and as JSON over HTTP on one port. */
final class GoogleApi {

  private GoogleApi() {}

  static Web start(Blueprint blueprint) {
    var transcoding =
        HttpJsonTranscodingOptions.builder().errorHandler(new GoogleJsonErrors()).build();
    var grpc =
        GrpcService.builder()
            .addService(new SecretManager(blueprint))
            .enableHttpJsonTranscoding(true)
            .enableHttpJsonTranscoding(transcoding);
    new CloudRun(blueprint).apis().forEach(grpc::addService);
    return Web.start(blueprint.ports().api(), server -> server.service(grpc.build()));
  }
}
