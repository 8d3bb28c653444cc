/** Talks to Redis. */
@NullMarked
package preflight.probe.redis;

import org.jspecify.annotations.NullMarked;
