/** The JSON report in the formats of CI systems, chats and monitoring. */
@NullMarked
package preflight.report.export;

import org.jspecify.annotations.NullMarked;
