/** What a build packs into the image of a service, judged from text alone. */
@NullMarked
package preflight.source.image;

import org.jspecify.annotations.NullMarked;
