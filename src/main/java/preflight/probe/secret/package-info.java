/**
 * Reads secrets wherever they are kept and says what they are like. The only place that looks at
 * their bytes: what leaves it are facts.
 */
@NullMarked
package preflight.probe.secret;

import org.jspecify.annotations.NullMarked;
