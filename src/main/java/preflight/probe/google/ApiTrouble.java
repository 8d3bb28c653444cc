package preflight.probe.google;

import java.time.Duration;

/** Why a question was not answered; of an API, by status code and {@code google.rpc.ErrorInfo}. */
public sealed interface ApiTrouble {

  /** Whether the same question may well be answered a moment later. */
  default boolean passing() {
    return this instanceof Unavailable;
  }

  /** The API is switched off in the project. */
  record ApiDisabled(String api) implements ApiTrouble {}

  /** The project's account is closed; the reason is Google's. */
  record BillingDisabled(String reason) implements ApiTrouble {}

  /** An organisation policy or VPC Service Controls forbids the call. */
  record PolicyDenied() implements ApiTrouble {}

  /** The caller lacks a permission, or what it asks about does not exist. */
  record Forbidden(String reason) implements ApiTrouble {}

  /**
   * The caller may see that a version is there and enabled, and lacks the permission to read it.
   *
   * @param version its number
   */
  record PayloadForbidden(String version) implements ApiTrouble {}

  /** The profile does not say where to ask, for example {@code gcp.project}. */
  record Undeclared(String field) implements ApiTrouble {}

  /** A file of this machine could not be opened, so that nobody knows what it holds. */
  record ClosedFile(String path) implements ApiTrouble {}

  /**
   * A file of this machine leaves open what it says.
   *
   * @param why with the file and the line, and without a value
   */
  record OpenFile(String why) implements ApiTrouble {}

  /** This machine has no credentials. */
  record NoCredentials() implements ApiTrouble {}

  /** The credentials were refused, or could not be renewed. */
  record CredentialsRefused(String reason) implements ApiTrouble {}

  /** The quota of a minute is used up; who asks again within that minute uses up more. */
  record Throttled(String reason) implements ApiTrouble {}

  /** The API could not be reached, or failed; the code is gRPC's. */
  record Unavailable(String code) implements ApiTrouble {}

  /**
   * The answer holds a name that Google does not give, so somebody else may have answered.
   *
   * @param what the kind of thing that bears it
   */
  record Implausible(String what) implements ApiTrouble {}

  /**
   * What is asked about is what a deployment would make, and it cannot make it.
   *
   * @param why a predicate for the service
   */
  record ChangeRefused(String why) implements ApiTrouble {}

  /** A deployment that is still to come decides it. */
  record Undecided() implements ApiTrouble {}

  /** No answer in time. */
  record Silent(Duration waited) implements ApiTrouble {}

  /** It would cost more memory or work than a run may spend; asking again costs as much. */
  record OverBudget(String what) implements ApiTrouble {}
}
