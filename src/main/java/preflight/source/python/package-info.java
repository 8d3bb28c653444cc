/** What Python modules import, and what becomes of it among the modules of an image. */
@NullMarked
package preflight.source.python;

import org.jspecify.annotations.NullMarked;
