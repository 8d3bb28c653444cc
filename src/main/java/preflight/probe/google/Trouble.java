package preflight.probe.google;

import java.time.Duration;

/** Why a question was not answered; of an API, by status code and {@code google.rpc.ErrorInfo}. */
public sealed interface Trouble {

  /** Whether the same question may well be answered a moment later. */
  default boolean passing() {
    return this instanceof Unavailable;
  }

  /** The API is switched off in the project. */
  record ApiDisabled(String api) implements Trouble {}

  /** The project's account is closed; the reason is Google's. */
  record BillingDisabled(String reason) implements Trouble {}

  /** An organisation policy or VPC Service Controls forbids the call. */
  record PolicyDenied() implements Trouble {}

  /** The caller lacks a permission, or what it asks about does not exist. */
  record Forbidden(String reason) implements Trouble {}

  /** The profile does not say where to ask, for example {@code gcp.project}. */
  record Undeclared(String field) implements Trouble {}

  /** A file of this machine could not be opened, so that nobody knows what it holds. */
  record ClosedFile(String path) implements Trouble {}

  /** This machine has no credentials. */
  record NoCredentials() implements Trouble {}

  /** The credentials were refused, or could not be renewed. */
  record CredentialsRefused(String reason) implements Trouble {}

  /** The quota of a minute is used up; who asks again within that minute uses up more. */
  record Throttled(String reason) implements Trouble {}

  /** The API could not be reached, or failed; the code is gRPC's. */
  record Unavailable(String code) implements Trouble {}

  /**
   * The answer holds a name that Google does not give, so somebody else may have answered.
   *
   * @param what the kind of thing that bears it
   */
  record Implausible(String what) implements Trouble {}

  /** No answer in time. */
  record Silent(Duration waited) implements Trouble {}

  /** It would cost more memory or work than a run may spend; asking again costs as much. */
  record OverBudget(String what) implements Trouble {}
}
