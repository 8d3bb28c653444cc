/** {@code preflight code}: the rules of the house alone, without an environment. */
@NullMarked
package preflight.cli.code;

import org.jspecify.annotations.NullMarked;
