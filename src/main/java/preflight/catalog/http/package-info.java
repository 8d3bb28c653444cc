/** Checks of what services offer: over HTTP and what is built on it. */
@NullMarked
package preflight.catalog.http;

import org.jspecify.annotations.NullMarked;
