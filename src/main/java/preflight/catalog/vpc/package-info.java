/** Whether services get into their VPC network, judged by what Google's control plane says. */
@NullMarked
package preflight.catalog.vpc;

import org.jspecify.annotations.NullMarked;
