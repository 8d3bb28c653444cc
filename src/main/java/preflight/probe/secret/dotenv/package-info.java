/** Dotenv files as the programs read them that a team uses. */
@NullMarked
package preflight.probe.secret.dotenv;

import org.jspecify.annotations.NullMarked;
