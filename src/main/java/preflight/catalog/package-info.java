/** Every check there is, one file each. */
@NullMarked
package preflight.catalog;

import org.jspecify.annotations.NullMarked;
