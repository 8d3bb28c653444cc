@NullMarked
package preflight.sandbox;

import org.jspecify.annotations.NullMarked;
