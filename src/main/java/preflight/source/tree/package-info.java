/** The files of a source tree, as Git sees them: which there are, what they play, what they say. */
@NullMarked
package preflight.source.tree;

import org.jspecify.annotations.NullMarked;
