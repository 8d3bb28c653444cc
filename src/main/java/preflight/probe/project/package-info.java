/** What a project as a whole is set up for. */
@NullMarked
package preflight.probe.project;

import org.jspecify.annotations.NullMarked;
