/** Asks rules of a source tree in one pass, and settles what comments and a baseline allow. */
@NullMarked
package preflight.source.house;

import org.jspecify.annotations.NullMarked;
