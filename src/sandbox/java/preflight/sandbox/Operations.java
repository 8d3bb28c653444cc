package preflight.sandbox;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Status;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What was begun and takes a while: {@code google.longrunning.Operations}, whose generated base
 * class is in a library that nothing else here needs.
 */
final class Operations {

  private static final String API = "google.longrunning.Operations";

  private final Map<String, CompletableFuture<Operation>> all = new ConcurrentHashMap<>();
  private final Map<String, Operation> begun = new ConcurrentHashMap<>();

  /** One that is not done; {@code about} says of what it is. */
  Operation begin(Message about) {
    String name = CloudRunMessages.PARENT + "/operations/" + UUID.randomUUID();
    var operation = Operation.newBuilder().setName(name).setMetadata(Any.pack(about)).build();
    begun.put(name, operation);
    all.put(name, new CompletableFuture<>());
    return operation;
  }

  Operation succeeded(Operation operation, Message result) {
    return done(
        operation.toBuilder()
            .setDone(true)
            .setMetadata(Any.pack(result))
            .setResponse(Any.pack(result))
            .build());
  }

  Operation failed(Operation operation, Status error) {
    return done(operation.toBuilder().setDone(true).setError(error).build());
  }

  private Operation done(Operation operation) {
    all.computeIfAbsent(operation.getName(), _ -> new CompletableFuture<>()).complete(operation);
    return operation;
  }

  Operation get(String name) {
    var known = all.get(name);
    Operation first = begun.get(name);
    if (known == null || first == null) {
      throw GoogleStatus.notFound("Operation '%s' was not found".formatted(name));
    }
    return known.getNow(first);
  }

  ServerServiceDefinition api() {
    return ServerServiceDefinition.builder(API)
        .addMethod(
            method("GetOperation", GetOperationRequest.getDefaultInstance()),
            ServerCalls.<GetOperationRequest, Operation>asyncUnaryCall(
                (request, out) -> SecretManager.answer(out, () -> get(request.getName()))))
        .addMethod(
            method("WaitOperation", WaitOperationRequest.getDefaultInstance()),
            ServerCalls.<WaitOperationRequest, Operation>asyncUnaryCall(this::await))
        .addMethod(
            MethodDescriptor.<ListOperationsRequest, ListOperationsResponse>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(API + "/ListOperations")
                .setRequestMarshaller(
                    ProtoUtils.marshaller(ListOperationsRequest.getDefaultInstance()))
                .setResponseMarshaller(
                    ProtoUtils.marshaller(ListOperationsResponse.getDefaultInstance()))
                .build(),
            ServerCalls.<ListOperationsRequest, ListOperationsResponse>asyncUnaryCall(
                (_, out) -> SecretManager.answer(out, this::list)))
        .build();
  }

  private static <Q extends Message> MethodDescriptor<Q, Operation> method(String name, Q request) {
    return MethodDescriptor.<Q, Operation>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(API + "/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(Operation.getDefaultInstance()))
        .build();
  }

  private ListOperationsResponse list() {
    List<String> names = new ArrayList<>(begun.keySet());
    names.sort(null);
    return ListOperationsResponse.newBuilder()
        .addAllOperations(names.stream().map(this::get).toList())
        .build();
  }

  private void await(WaitOperationRequest request, StreamObserver<Operation> out) {
    var known = all.get(request.getName());
    long millis = request.hasTimeout() ? Durations.toMillis(request.getTimeout()) : 10_000;
    if (known == null) {
      SecretManager.answer(out, () -> get(request.getName()));
      return;
    }
    var _ =
        known
            .copy()
            .orTimeout(millis, TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> SecretManager.answer(out, () -> get(request.getName())));
  }
}
