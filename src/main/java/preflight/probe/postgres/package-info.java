/** Talks to Postgres. */
@NullMarked
package preflight.probe.postgres;

import org.jspecify.annotations.NullMarked;
