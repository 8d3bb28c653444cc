@NullMarked
package preflight.report.explanation;

import org.jspecify.annotations.NullMarked;
