package preflight.deployment.command;

/**
 * Text of a command in which something is decided only when it runs: a substitution of a build, a
 * variable of a shell. A mark that no name or value of the platform may hold stands in for it.
 */
final class Open {

  static final String MARK = "\uFFFC";

  private Open() {}

  static boolean is(String text) {
    return text.contains(MARK);
  }
}
