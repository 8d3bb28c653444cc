/** The vocabulary: what a check is and what it may answer. No I/O. */
@NullMarked
package preflight.check;

import org.jspecify.annotations.NullMarked;
