/** The parts of a service. */
@NullMarked
package preflight.resource.service;

import org.jspecify.annotations.NullMarked;
