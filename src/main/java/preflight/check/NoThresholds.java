package preflight.check;

/** The {@code with} of a check that leaves nothing to choose. */
public record NoThresholds() {}
