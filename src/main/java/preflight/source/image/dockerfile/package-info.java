/** Dockerfiles as text: their instructions, stages and variables, in the order of a build. */
@NullMarked
package preflight.source.image.dockerfile;

import org.jspecify.annotations.NullMarked;
