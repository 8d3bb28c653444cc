package preflight.probe.secret;

import preflight.probe.google.Trouble;
import preflight.resource.Secret;

/** A credential that could not be read, so that nothing can be said of what it shares. */
public record Unreadable(Secret secret, Trouble trouble) {}
