/** The rules of the house: what a team asks of its own source, judged in one pass over the tree. */
@NullMarked
package preflight.source.rule;

import org.jspecify.annotations.NullMarked;
