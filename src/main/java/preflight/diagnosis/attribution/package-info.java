/** Which failure explains which. */
@NullMarked
package preflight.diagnosis.attribution;

import org.jspecify.annotations.NullMarked;
