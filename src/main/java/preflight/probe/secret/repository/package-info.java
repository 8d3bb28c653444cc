/** The search for credentials in a repository. */
@NullMarked
package preflight.probe.secret.repository;

import org.jspecify.annotations.NullMarked;
