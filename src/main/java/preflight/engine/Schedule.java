package preflight.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Queue;
import preflight.check.CheckId;
import preflight.check.plan.PlannedCheck;

/**
 * Which check of a plan may start when: after what it needs, no more at once than the limits say.
 * Those that stand on fewer others start first, so that what all look at together (such as every
 * credential) has been read when the first looks; otherwise the order is that of the plan.
 *
 * <p>A check that waits is a number in a queue and costs no thread. A step takes time in the
 * logarithm of the plan, and a constant time for each dependent.
 */
final class Schedule {

  private final Limits limits;
  private final Map<CheckId, Integer> positions = new HashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<List<Integer>> dependents = new ArrayList<>();
  private final int[] open;
  private final int[] height;
  private final PriorityQueue<Integer> ready =
      new PriorityQueue<>(
          Comparator.comparingInt(this::height).thenComparing(Comparator.naturalOrder()));
  private int running;

  /** What runs and what waits of one resource. */
  private static final class Target {

    private final Queue<Integer> waiting = new ArrayDeque<>();
    private int running;
  }

  Schedule(List<PlannedCheck> checks, Limits limits) {
    this.limits = limits;
    this.open = new int[checks.size()];
    this.height = new int[checks.size()];
    Map<String, Target> byResource = new HashMap<>();
    for (int i = 0; i < checks.size(); i++) {
      CheckId id = checks.get(i).id();
      positions.put(id, i);
      targets.add(byResource.computeIfAbsent(id.resource(), _ -> new Target()));
      dependents.add(List.of());
    }
    for (int i = 0; i < checks.size(); i++) {
      for (CheckId need : checks.get(i).needs()) {
        OptionalInt at = position(need);
        if (at.isPresent()) {
          depend(i, at.getAsInt());
        }
      }
      if (open[i] == 0) {
        ready.add(i);
      }
    }
  }

  private int height(int at) {
    return height[at];
  }

  private void depend(int dependent, int need) {
    List<Integer> those = dependents.get(need);
    if (those.isEmpty()) {
      those = new ArrayList<>(1);
      dependents.set(need, those);
    }
    those.add(dependent);
    open[dependent]++;
  }

  /** Where a check stands in the plan; empty for one that is not planned. */
  OptionalInt position(CheckId id) {
    Integer at = positions.get(id);
    return at == null ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /** The checks that wait for this one. */
  List<Integer> dependents(int need) {
    return dependents.get(need);
  }

  /** Takes the checks that may start now. */
  synchronized List<Integer> start() {
    List<Integer> started = new ArrayList<>();
    while (running < limits.jobs() && !ready.isEmpty()) {
      int next = ready.remove();
      Target target = targets.get(next);
      if (target.running < limits.perTarget()) {
        target.running++;
        running++;
        started.add(next);
      } else {
        target.waiting.add(next);
      }
    }
    return started;
  }

  /** Gives back the place of a check that was started. */
  synchronized void end(int started) {
    Target target = targets.get(started);
    target.running--;
    running--;
    if (!target.waiting.isEmpty()) {
      ready.add(target.waiting.remove());
    }
  }

  /** Lets a check start once more, whose place was given back. */
  synchronized void again(int ended) {
    ready.add(ended);
  }

  /** Lets those start that waited for nothing but this check; those that are settled never do. */
  synchronized void settled(int need) {
    for (int dependent : dependents.get(need)) {
      height[dependent] = Math.max(height[dependent], height[need] + 1);
      if (--open[dependent] == 0) {
        ready.add(dependent);
      }
    }
  }
}
