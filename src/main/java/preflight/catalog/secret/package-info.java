/**
 * Checks of secrets: that they exist, are sound, differ where they must and agree where they must.
 */
@NullMarked
package preflight.catalog.secret;

import org.jspecify.annotations.NullMarked;
