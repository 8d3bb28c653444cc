/** What Cloud Run knows of a service: whether it is ready, and what its instances are given. */
@NullMarked
package preflight.probe.run;

import org.jspecify.annotations.NullMarked;
