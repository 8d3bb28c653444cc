/** Checks of Redis. */
@NullMarked
package preflight.catalog.redis;

import org.jspecify.annotations.NullMarked;
