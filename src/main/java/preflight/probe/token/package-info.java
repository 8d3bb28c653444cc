/** Tokens that services must accept and refuse. */
@NullMarked
package preflight.probe.token;

import org.jspecify.annotations.NullMarked;
