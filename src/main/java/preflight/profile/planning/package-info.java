/** From packs, overrides and flags to the checks of a run. */
@NullMarked
package preflight.profile.planning;

import org.jspecify.annotations.NullMarked;
