/** Checks of what Google's platform says, and how its refusals are judged. */
@NullMarked
package preflight.catalog.platform;

import org.jspecify.annotations.NullMarked;
