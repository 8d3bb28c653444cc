package preflight.check.plan;

import preflight.check.FailureClass;

/** A class that a pack or profile sets for the failures of a check, and why. */
public record ClassOverride(FailureClass to, String reason) {}
