package preflight.probe.secret.repository;

import preflight.probe.PeerText;

/**
 * What was not looked into.
 *
 * @param path a file, or what it is: {@code "the history"}
 * @param why as a predicate: {@code "is not in this clone"}
 */
public record Unsearched(PeerText path, String why) {}
