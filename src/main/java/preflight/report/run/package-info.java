@NullMarked
package preflight.report.run;

import org.jspecify.annotations.NullMarked;
