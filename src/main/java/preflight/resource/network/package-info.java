/** Hosts, and how their TLS is proven. */
@NullMarked
package preflight.resource.network;

import org.jspecify.annotations.NullMarked;
