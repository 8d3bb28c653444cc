package preflight.source.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a pipeline whose commands run one after the other.
 *
 * @param needs names of the jobs without whose success it does not begin
 * @param condition when it runs, in the file's words; empty where it always does
 * @param tolerated in which words its failure is let pass
 * @param unread what it calls that nobody could read
 */
record Job(
    String name,
    Set<String> needs,
    Optional<String> condition,
    Optional<String> tolerated,
    List<Step> steps,
    List<String> unread) {

  Job {
    needs = Set.copyOf(needs);
    steps = List.copyOf(steps);
    unread = List.copyOf(unread);
  }

  /**
   * One command.
   *
   * @param path of the file that says it
   * @param condition when it runs, in the file's words; empty where its job always runs it
   * @param tolerated in which words its failure is let pass
   */
  record Step(
      String path,
      int line,
      String command,
      Optional<String> condition,
      Optional<String> tolerated) {

    Step within(Step caller) {
      return new Step(
          path, line, command, condition.or(caller::condition), tolerated.or(caller::tolerated));
    }
  }
}
