/** Reads profiles and packs into a plan, or into all the mistakes their author made. */
@NullMarked
package preflight.profile;

import org.jspecify.annotations.NullMarked;
