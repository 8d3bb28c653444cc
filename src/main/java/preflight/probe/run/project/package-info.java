/** Looks at what a project and region run besides the services that a profile names. */
@NullMarked
package preflight.probe.run.project;

import org.jspecify.annotations.NullMarked;
