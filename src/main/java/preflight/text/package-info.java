/** How numbers, durations and long lists read in a sentence. */
@NullMarked
package preflight.text;

import org.jspecify.annotations.NullMarked;
