package preflight.probe.google;

import com.google.api.ErrorReason;
import com.google.api.gax.rpc.ApiException;
import com.google.auth.Retryable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Turns the exceptions of Google's clients into answers: here and nowhere else. */
final class Statuses {

  /** Reasons that come without being in {@code google.api.ErrorReason}. */
  private static final Set<String> MORE_REASONS =
      Set.of(
          "IAM_PERMISSION_DENIED",
          "GCP_SUSPENDED",
          "rateLimitExceeded",
          "quotaExceeded",
          "accessNotConfigured");

  private Statuses() {}

  static <T> Answer<T> ask(Api api, String what, Supplier<T> call) {
    long start = System.nanoTime();
    try {
      return new Answer.Got<>(call.get());
    } catch (ApiException e) {
      return answer(api, what, e, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static <T> Answer<T> answer(Api api, String what, ApiException e, Duration took) {
    Optional<Trouble> account = account(api, e);
    if (account.isPresent()) {
      return new Answer.Refused<>(account.get());
    }
    return switch (e.getStatusCode().getCode()) {
      case NOT_FOUND -> new Answer.Absent<>(what);
      case FAILED_PRECONDITION -> new Answer.Unfit<>();
      case INVALID_ARGUMENT, OUT_OF_RANGE -> new Answer.Malformed<>();
      case PERMISSION_DENIED -> refused(new Trouble.Forbidden(reason(e)));
      case UNAUTHENTICATED -> refused(new Trouble.CredentialsRefused(reason(e)));
      case RESOURCE_EXHAUSTED -> refused(new Trouble.Throttled(reason(e)));
      case DEADLINE_EXCEEDED -> refused(new Trouble.Silent(took));
      case UNAVAILABLE ->
          refused(
              unrenewable(e)
                  ? new Trouble.CredentialsRefused("the token could not be renewed")
                  : new Trouble.Unavailable("UNAVAILABLE"));
      case OK, CANCELLED, UNKNOWN, ALREADY_EXISTS, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
          refused(new Trouble.Unavailable(e.getStatusCode().getCode().name()));
    };
  }

  private static Optional<Trouble> account(Api api, ApiException e) {
    return switch (reason(e)) {
      case "SERVICE_DISABLED" -> Optional.of(new Trouble.ApiDisabled(api.serviceName()));
      case "BILLING_DISABLED", "CONSUMER_SUSPENDED", "GCP_SUSPENDED" ->
          Optional.of(new Trouble.BillingDisabled(reason(e)));
      case "SECURITY_POLICY_VIOLATED" -> Optional.of(new Trouble.PolicyDenied());
      default -> Optional.empty();
    };
  }

  private static <T> Answer<T> refused(Trouble trouble) {
    return new Answer.Refused<>(trouble);
  }

  /** A word of Google's own list, or none: whoever answers there may say anything. */
  private static String reason(ApiException e) {
    String told = Optional.ofNullable(e.getReason()).orElse("");
    boolean listed =
        MORE_REASONS.contains(told)
            || Arrays.stream(ErrorReason.values()).anyMatch(it -> it.name().equals(told));
    return listed ? told : "";
  }

  /** A token that cannot be had looks like an API that is away; only the cause tells. */
  private static boolean unrenewable(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof Retryable token) {
        return !token.isRetryable();
      }
    }
    return false;
  }
}
