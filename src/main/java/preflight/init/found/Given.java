package preflight.init.found;

import preflight.probe.inventory.PlainValue;

/** What a variable of a service is given. */
public sealed interface Given {

  /**
   * From Secret Manager.
   *
   * @param version a number, an alias or {@code latest}
   */
  record FromSecret(String id, String version) implements Given {}

  /** Written where the service is declared. */
  record Plain(PlainValue value) implements Given {}

  /**
   * From a dotenv file of this machine.
   *
   * @param file as the profile names it
   * @param key the name that it has in the file
   */
  record InFile(String file, String key, PlainValue value) implements Given {}

  /** Decided only when it is deployed. */
  record Unknown() implements Given {}

  /** What of its value is open to everybody. */
  default PlainValue open() {
    return switch (this) {
      case Plain(PlainValue value) -> value;
      case InFile(_, _, PlainValue value) -> value;
      case FromSecret _ -> new PlainValue.Hidden(true);
      case Unknown _ -> new PlainValue.Hidden(false);
    };
  }
}
