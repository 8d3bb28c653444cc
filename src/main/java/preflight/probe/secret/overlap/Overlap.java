package preflight.probe.secret.overlap;

/**
 * Two values have something in common.
 *
 * @param first index of the earlier one, in the order given
 * @param second index of the later one
 * @param length how many characters they share
 */
public record Overlap(int first, int second, Likeness how, int length) {}
