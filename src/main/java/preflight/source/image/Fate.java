package preflight.source.image;

import java.util.List;
import preflight.source.image.ignore.Verdict;

/** What becomes of a file of the tree. */
public sealed interface Fate {

  /**
   * It is in the image.
   *
   * @param verdict whether by every builder
   */
  record Packed(List<String> paths, Verdict verdict) implements Fate {}

  /** An ignore file leaves it out. */
  record Ignored(Verdict.Ignored by) implements Fate {}

  /** No COPY and no ADD names it. */
  record NotCopied() implements Fate {}

  /**
   * Only a stage that the image does not take it from has it.
   *
   * @param stage name or number
   * @param line of the instruction that copies it there
   */
  record OtherStage(String stage, int line) implements Fate {}

  /** The builder never sees it. */
  record OutsideContext() implements Fate {}
}
