/** What a connection URL says, read as the clients of applications read it. Pure. */
@NullMarked
package preflight.resource.url;

import org.jspecify.annotations.NullMarked;
