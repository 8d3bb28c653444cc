/** Derives documentation and JSON Schemas from catalog and resource types. */
@NullMarked
package preflight.reference;

import org.jspecify.annotations.NullMarked;
