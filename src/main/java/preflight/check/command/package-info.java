/** Commands that people paste, and the writing of them for a shell. */
@NullMarked
package preflight.check.command;

import org.jspecify.annotations.NullMarked;
