/** Checks of what services write. */
@NullMarked
package preflight.catalog.log;

import org.jspecify.annotations.NullMarked;
