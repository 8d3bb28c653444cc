/** Checks of connections that stay open: WebSocket and server-sent events. */
@NullMarked
package preflight.catalog.stream;

import org.jspecify.annotations.NullMarked;
