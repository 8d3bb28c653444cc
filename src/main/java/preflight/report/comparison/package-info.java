@NullMarked
package preflight.report.comparison;

import org.jspecify.annotations.NullMarked;
