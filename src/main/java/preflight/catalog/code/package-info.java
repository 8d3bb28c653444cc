/** Checks of the code that is about to run. */
@NullMarked
package preflight.catalog.code;

import org.jspecify.annotations.NullMarked;
