package preflight.sandbox;

import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32C;

/** Who may do what with one resource, as IAM keeps it. */
final class Policies {

  private static final String ACCESSOR = "roles/secretmanager.secretAccessor";

  /** Roles that may read the payload of a secret. */
  private static final Set<String> READERS =
      Set.of(ACCESSOR, "roles/secretmanager.admin", "roles/owner");

  private Policies() {}

  static Policy readableByServices() {
    return of(ACCESSOR, "serviceAccount:" + CloudRunMessages.SERVICE_ACCOUNT);
  }

  static Policy open() {
    return of("roles/run.invoker", "allUsers");
  }

  static boolean isOpen(Policy policy) {
    return policy.getBindingsList().stream()
        .anyMatch(it ->
            it.getRole().equals("roles/run.invoker") && it.getMembersList().contains("allUsers"));
  }

  /** Nobody but who may do everything in the project. */
  static Policy empty() {
    return marked(Policy.getDefaultInstance());
  }

  private static Policy of(String role, String member) {
    return marked(
        Policy.newBuilder()
            .setVersion(1)
            .addBindings(Binding.newBuilder().setRole(role).addMembers(member))
            .build());
  }

  /** What follows on this policy; one that was made from another one is refused. */
  static Policy after(Policy current, SetIamPolicyRequest request) {
    ByteString etag = request.getPolicy().getEtag();
    if (!etag.isEmpty() && !etag.equals(current.getEtag())) {
      throw GoogleStatus.aborted(
          "There were concurrent policy changes. Please retry the whole read-modify-write with"
              + " exponential backoff.");
    }
    for (Binding binding : request.getPolicy().getBindingsList()) {
      for (String member : binding.getMembersList()) {
        if (!member.startsWith("all") && member.indexOf(':') < 0) {
          throw GoogleStatus.invalidArgument(
              "Invalid member: \"%s\". It needs a prefix such as \"serviceAccount:\"."
                  .formatted(member));
        }
      }
    }
    return marked(request.getPolicy().toBuilder().setVersion(1).build());
  }

  static boolean mayRead(Policy policy, String account) {
    return policy.getBindingsList().stream()
        .filter(it -> READERS.contains(it.getRole()))
        .anyMatch(it -> it.getMembersList().contains("serviceAccount:" + account));
  }

  /** An etag tells one content from another, and that is all that it is for. */
  private static Policy marked(Policy policy) {
    Policy bare = policy.toBuilder().clearEtag().build();
    var crc = new CRC32C();
    crc.update(bare.toByteArray());
    byte[] etag = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue() | 1L << 40).array();
    return bare.toBuilder().setEtag(ByteString.copyFrom(etag)).build();
  }
}
