/** What the keys of a profile are called and may hold. */
@NullMarked
package preflight.resource.field;

import org.jspecify.annotations.NullMarked;
