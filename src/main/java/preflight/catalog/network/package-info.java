/** Checks of names, ports and certificates. */
@NullMarked
package preflight.catalog.network;

import org.jspecify.annotations.NullMarked;
