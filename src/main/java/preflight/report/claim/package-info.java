@NullMarked
package preflight.report.claim;

import org.jspecify.annotations.NullMarked;
