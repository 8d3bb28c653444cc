/** What files say, read once for each content and remembered outside of the tree. */
@NullMarked
package preflight.source.facts;

import org.jspecify.annotations.NullMarked;
