/** What ignore files leave out of a build, by the reading of each builder. */
@NullMarked
package preflight.source.image.ignore;

import org.jspecify.annotations.NullMarked;
