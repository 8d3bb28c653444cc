/** Which versions of Python a file is for, and what no version of Python 3 accepts. */
@NullMarked
package preflight.source.python.version;

import org.jspecify.annotations.NullMarked;
