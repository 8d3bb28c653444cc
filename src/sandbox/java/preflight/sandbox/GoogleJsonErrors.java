package preflight.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors of the JSON transport: {@code {"error": {"code", "message", "status", "details"}}}. */
final class GoogleJsonErrors implements UnframedGrpcErrorHandler {

  private static final String DETAILS = "grpc-status-details-bin";
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(TypeRegistry.newBuilder().add(ErrorInfo.getDescriptor()).build());

  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    return answer(status, details(response));
  }

  /** The same for what no gRPC service said. */
  static HttpResponse of(StatusRuntimeException e) {
    return answer(
        e.getStatus(),
        Optional.ofNullable(StatusProto.fromThrowable(e)).flatMap(GoogleJsonErrors::details));
  }

  private static HttpResponse answer(Status status, Optional<JsonNode> details) {
    HttpStatus http = HttpStatus.valueOf(httpCode(status.getCode()));
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", http.code());
    error.put("message", Optional.ofNullable(status.getDescription()).orElse(""));
    error.put("status", status.getCode().name());
    details.ifPresent(it -> error.set("details", it));
    return HttpResponse.of(
        http, MediaType.JSON_UTF_8, HttpData.ofUtf8(JSON.writeValueAsString(body)));
  }

  private static Optional<JsonNode> details(AggregatedHttpResponse response) {
    String encoded = response.trailers().get(DETAILS, response.headers().get(DETAILS, ""));
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    try {
      return details(com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(encoded)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The emulator wrote details that it cannot read", e);
    }
  }

  private static Optional<JsonNode> details(com.google.rpc.Status status) {
    try {
      return Optional.ofNullable(JSON.readTree(PRINTER.print(status)).get("details"));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The emulator wrote details that it cannot read", e);
    }
  }

  /** The mapping that {@code google/rpc/code.proto} documents. */
  private static int httpCode(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case INTERNAL, UNKNOWN, DATA_LOSS -> 500;
    };
  }
}
