/** Checks of Postgres. */
@NullMarked
package preflight.catalog.postgres;

import org.jspecify.annotations.NullMarked;
