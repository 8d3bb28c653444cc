/** Checks of the source that is about to be deployed. */
@NullMarked
package preflight.catalog.code;

import org.jspecify.annotations.NullMarked;
