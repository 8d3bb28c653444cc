/** Checks of the rules of the house: what a team asks of its own source. */
@NullMarked
package preflight.catalog.code.house;

import org.jspecify.annotations.NullMarked;
