package preflight.sandbox;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Errors in the shape in which Google's APIs send them. */
final class GoogleStatus {

  private GoogleStatus() {}

  static StatusRuntimeException notFound(String message) {
    return plain(Code.NOT_FOUND, message);
  }

  static StatusRuntimeException failedPrecondition(String message) {
    return plain(Code.FAILED_PRECONDITION, message);
  }

  static StatusRuntimeException invalidArgument(String message) {
    return plain(Code.INVALID_ARGUMENT, message);
  }

  static StatusRuntimeException alreadyExists(String message) {
    return plain(Code.ALREADY_EXISTS, message);
  }

  static StatusRuntimeException aborted(String message) {
    return plain(Code.ABORTED, message);
  }

  /**
   * PERMISSION_DENIED with the reason that IAM gives.
   *
   * @param permission {@code secretmanager.versions.access}
   * @param resource the full name of what was asked for
   */
  static StatusRuntimeException permissionDenied(String permission, String resource) {
    var info =
        ErrorInfo.newBuilder()
            .setReason("IAM_PERMISSION_DENIED")
            .setDomain("iam.googleapis.com")
            .putMetadata("permission", permission)
            .putMetadata("resource", resource)
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.PERMISSION_DENIED_VALUE)
            .setMessage(
                "Permission '%s' denied for resource '%s' (or it may not exist)."
                    .formatted(permission, resource))
            .addDetails(Any.pack(info))
            .build());
  }

  /** PERMISSION_DENIED of an API that is off, {@code vpcaccess.googleapis.com}. */
  static StatusRuntimeException serviceDisabled(String service) {
    var info =
        ErrorInfo.newBuilder()
            .setReason("SERVICE_DISABLED")
            .setDomain("googleapis.com")
            .putMetadata("service", service)
            .putMetadata("consumer", "projects/" + Blueprint.PROJECT)
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.PERMISSION_DENIED_VALUE)
            .setMessage(
                "%s has not been used in project %s before or it is disabled."
                    .formatted(service, Blueprint.PROJECT_NUMBER))
            .addDetails(Any.pack(info))
            .build());
  }

  private static StatusRuntimeException plain(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }
}
