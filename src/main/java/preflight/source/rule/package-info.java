/** The rules of the house, one file each: what a team asks of its own source. */
@NullMarked
package preflight.source.rule;

import org.jspecify.annotations.NullMarked;
