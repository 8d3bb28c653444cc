/** How requests of services reach a VPC network, as Google's APIs tell it. */
@NullMarked
package preflight.probe.vpc;

import org.jspecify.annotations.NullMarked;
