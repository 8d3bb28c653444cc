/** The command that shows what a build packs into an image. */
@NullMarked
package preflight.cli.image;

import org.jspecify.annotations.NullMarked;
