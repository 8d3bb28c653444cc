/** Reads files that people name, and only what can be read to its end. */
@NullMarked
package preflight.file;

import org.jspecify.annotations.NullMarked;
