package preflight.probe.google;

import java.util.Optional;
import preflight.probe.SecretValue;

/** Gets ID tokens of Google for the callers of private services. */
public interface IdTokens {

  /** Of whoever needs none. */
  IdTokens NONE = _ -> new Answer.NoCredentials();

  Answer mint(Wanted wanted) throws InterruptedException;

  /**
   * Which token.
   *
   * @param account whom it speaks for; empty for whoever runs this
   */
  record Wanted(String audience, Optional<String> account) {}

  /** A token, or why there is none; nothing of it says anything about the service. */
  sealed interface Answer {

    /**
     * A token.
     *
     * @param account whom it speaks for, as it says itself
     */
    record Minted(SecretValue token, Optional<String> account) implements Answer {}

    /** This machine has no credentials. */
    record NoCredentials() implements Answer {}

    /**
     * The credentials of this machine get no token for an audience.
     *
     * @param whose in words, such as {@code a person}
     */
    record NoServiceAccount(String whose) implements Answer {}

    /**
     * Google does not let this machine speak for the account.
     *
     * @param account empty where it is this machine's own
     */
    record Forbidden(Optional<String> account) implements Answer {}

    /** The credentials were refused, or expired. */
    record CredentialsRefused() implements Answer {}

    /** Whoever issues tokens could not be reached, or failed. */
    record Away() implements Answer {}
  }
}
