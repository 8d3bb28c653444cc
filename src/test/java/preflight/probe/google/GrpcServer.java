package preflight.probe.google;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import preflight.resource.Gcp;

/** A gRPC server on loopback, which answers as its services say. */
public final class GrpcServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  public GrpcServer(BindableService... services) throws IOException {
    var builder =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .executor(threads);
    for (BindableService service : services) {
      builder.addService(service);
    }
    server = builder.build().start();
  }

  /** A project whose APIs are all here. */
  public Gcp gcp() {
    URI here = URI.create("http://127.0.0.1:" + server.getPort());
    return new Gcp(
        Optional.of("acme"),
        Optional.of("us-central1"),
        Map.of("secretmanager", here, "run", here),
        Optional.empty());
  }

  /** A refusal as Google's APIs send it. */
  public static StatusRuntimeException refusal(io.grpc.Status.Code code, String reason) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.value())
            .setMessage("refused by the test")
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setReason(reason).setDomain("googleapis.com").build()))
            .build());
  }

  @Override
  public void close() {
    server.shutdownNow();
    threads.shutdownNow();
  }
}
