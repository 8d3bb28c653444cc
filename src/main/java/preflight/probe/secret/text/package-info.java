/** What the bytes of a credential look like; pure functions. */
@NullMarked
package preflight.probe.secret.text;

import org.jspecify.annotations.NullMarked;
