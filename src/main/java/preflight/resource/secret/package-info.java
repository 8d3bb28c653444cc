/** What a secret is called, and where it is kept. */
@NullMarked
package preflight.resource.secret;

import org.jspecify.annotations.NullMarked;
