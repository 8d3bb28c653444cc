/** One run of the gate, from its options to its reports. */
@NullMarked
package preflight.cli.gate;

import org.jspecify.annotations.NullMarked;
