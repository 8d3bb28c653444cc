package preflight.probe.google;

import com.google.api.ErrorReason;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
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

  static final String UNRENEWABLE = "the token could not be renewed";

  private Statuses() {}

  static <T> ApiAnswer<T> ask(Api api, String what, Supplier<T> call) {
    long start = System.nanoTime();
    try {
      return new ApiAnswer.Got<>(call.get());
    } catch (ApiException e) {
      return answer(api, what, e, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static <T> ApiAnswer<T> answer(Api api, String what, ApiException e, Duration took) {
    StatusCode.Code code = e.getStatusCode().getCode();
    return code == StatusCode.Code.UNAVAILABLE && unrenewable(e)
        ? refused(new ApiTrouble.CredentialsRefused(UNRENEWABLE))
        : answer(api, what, code, Optional.ofNullable(e.getReason()).orElse(""), took);
  }

  /**
   * What an API means by a status.
   *
   * @param told the reason that it gives, or nothing
   */
  static <T> ApiAnswer<T> answer(
      Api api, String what, StatusCode.Code code, String told, Duration took) {
    String reason = listed(told);
    Optional<ApiTrouble> account = account(api, reason);
    if (account.isPresent()) {
      return new ApiAnswer.Refused<>(account.get());
    }
    return switch (code) {
      case NOT_FOUND -> new ApiAnswer.Absent<>(what);
      case FAILED_PRECONDITION -> new ApiAnswer.Unfit<>();
      case INVALID_ARGUMENT, OUT_OF_RANGE -> new ApiAnswer.Malformed<>();
      case PERMISSION_DENIED -> refused(new ApiTrouble.Forbidden(reason));
      case UNAUTHENTICATED -> refused(new ApiTrouble.CredentialsRefused(reason));
      case RESOURCE_EXHAUSTED -> refused(new ApiTrouble.Throttled(reason));
      case DEADLINE_EXCEEDED -> refused(new ApiTrouble.Silent(took));
      case UNAVAILABLE -> refused(new ApiTrouble.Unavailable("UNAVAILABLE"));
      case OK, CANCELLED, UNKNOWN, ALREADY_EXISTS, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
          refused(new ApiTrouble.Unavailable(code.name()));
    };
  }

  private static Optional<ApiTrouble> account(Api api, String reason) {
    return switch (reason) {
      case "SERVICE_DISABLED" -> Optional.of(new ApiTrouble.ApiDisabled(api.serviceName()));
      case "BILLING_DISABLED", "CONSUMER_SUSPENDED", "GCP_SUSPENDED" ->
          Optional.of(new ApiTrouble.BillingDisabled(reason));
      case "SECURITY_POLICY_VIOLATED" -> Optional.of(new ApiTrouble.PolicyDenied());
      default -> Optional.empty();
    };
  }

  static <T> ApiAnswer<T> refused(ApiTrouble trouble) {
    return new ApiAnswer.Refused<>(trouble);
  }

  /** A word of Google's own list, or none: whoever answers there may say anything. */
  private static String listed(String told) {
    boolean listed =
        MORE_REASONS.contains(told)
            || Arrays.stream(ErrorReason.values()).anyMatch(it -> it.name().equals(told));
    return listed ? told : "";
  }

  /** A token that cannot be had looks like an API that is away; only the cause tells. */
  static boolean unrenewable(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof Retryable token) {
        return !token.isRetryable();
      }
    }
    return false;
  }
}
