/** What a failure is, and what is known of it wherever it occurs. */
@NullMarked
package preflight.check.signal;

import org.jspecify.annotations.NullMarked;
