/** What a source tree says before it runs: findings, and the parts that make them. */
@NullMarked
package preflight.source;

import org.jspecify.annotations.NullMarked;
