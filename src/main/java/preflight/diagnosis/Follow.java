package preflight.diagnosis;

import java.util.List;
import preflight.text.Plural;

/** Puts into words how many failures follow from how many root causes. */
public final class Follow {

  private Follow() {}

  /**
   * What several roots leave to be said: {@code 2 more failures follow from them}; empty where
   * nothing follows.
   */
  public static String clause(List<RootCause> roots) {
    int explained = explained(roots);
    if (explained == 0) {
      return "";
    }
    return explained == 1
        ? "1 more failure follows from one of them"
        : explained + " more failures follow from them";
  }

  /** The same of one root: {@code explains 4 failures}; empty where it explains none. */
  public static String predicate(RootCause root) {
    int explained = root.explains().size();
    return explained == 0 ? "" : "explains " + Plural.of(explained, "failure");
  }

  private static int explained(List<RootCause> roots) {
    return roots.stream().mapToInt(it -> it.explains().size()).sum();
  }
}
