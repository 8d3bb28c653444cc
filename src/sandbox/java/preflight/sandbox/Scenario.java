package preflight.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One way to break the sandbox, and what a right diagnosis of it says.
 *
 * @param says one sentence for people
 * @param exitCode of the gate
 * @param root the only root cause; empty where nothing fails
 * @param explains ids, or globs over ids, of the checks that fail because of the root cause
 * @param faulty the service whose image has the fault, so that another image of it repairs
 *     everything; empty where no image is to blame
 * @param told whether a deployment goes on in spite of it, and does not repair it
 */
public record Scenario(
    String name,
    String says,
    int exitCode,
    Optional<Root> root,
    List<String> explains,
    Optional<String> faulty,
    boolean told,
    UnaryOperator<Blueprint> change) {

  /**
   * A failure that no other failure explains.
   *
   * @param failureClass {@code INFRA}, {@code CONFIG} or {@code CODE}
   * @param id {@code check/resource}
   * @param signal name of its signal, {@code TCP_REFUSED}
   * @param phase name of the rung that broke; empty for a check that climbs no ladder
   */
  public record Root(String failureClass, String id, String signal, Optional<String> phase) {

    static Root infra(String id, String signal) {
      return new Root("INFRA", id, signal, Optional.empty());
    }

    static Root config(String id, String signal) {
      return new Root("CONFIG", id, signal, Optional.empty());
    }

    static Root code(String id, String signal) {
      return new Root("CODE", id, signal, Optional.empty());
    }

    Root in(String changed) {
      return new Root(failureClass, id, signal, Optional.of(changed));
    }
  }

  public Scenario {
    explains = List.copyOf(explains);
  }

  /** Id of the only root cause, {@code check/resource}. */
  public Optional<String> rootCause() {
    return root.map(Root::id);
  }

  public Optional<String> failureClass() {
    return root.map(Root::failureClass);
  }

  /**
   * The service that somebody would deploy to repair it: the one that has the root cause; of a
   * secret or a store, the one that uses most of them.
   */
  public String deployed() {
    return rootCause()
        .filter(it -> it.contains("/services."))
        .map(it -> it.substring(it.indexOf("/services.") + "/services.".length()))
        .map(it -> it.contains(".") ? it.substring(0, it.indexOf('.')) : it)
        .orElse("backend");
  }

  /** Exit code of the gate before {@link #deployed} gets an image without faults. */
  public int exitCodeBeforeRepair() {
    return faulty.isPresent() || told ? 0 : exitCode;
  }

  static Scenario healthy(String says) {
    return new Scenario(
        "healthy",
        says,
        0,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        UnaryOperator.identity());
  }

  /** Nothing fails, and something that blocks cannot be checked. */
  static Scenario inconclusive(String name, String says, UnaryOperator<Blueprint> change) {
    return new Scenario(
        name, says, 20, Optional.empty(), List.of(), Optional.empty(), false, change);
  }

  static Scenario broken(
      String name, String says, Root root, List<String> explains, UnaryOperator<Blueprint> change) {
    int exitCode =
        switch (root.failureClass()) {
          case "INFRA" -> 10;
          case "CONFIG" -> 11;
          case "CODE" -> 12;
          default -> throw new IllegalArgumentException("No such class: " + root.failureClass());
        };
    return new Scenario(
        name, says, exitCode, Optional.of(root), explains, Optional.empty(), false, change);
  }

  /** The fault is one of the image of this service. */
  Scenario byImageOf(String service) {
    return new Scenario(name, says, exitCode, root, explains, Optional.of(service), told, change);
  }

  /** A deployment goes on in spite of it, and does not repair it. */
  Scenario toldBeforeDeployment() {
    return new Scenario(name, says, exitCode, root, explains, faulty, true, change);
  }
}
