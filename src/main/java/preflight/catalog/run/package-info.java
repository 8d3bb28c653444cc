/**
 * Asks Cloud Run whether services are set up as declared: traffic, door, size, and what is more.
 */
@NullMarked
package preflight.catalog.run;

import org.jspecify.annotations.NullMarked;
