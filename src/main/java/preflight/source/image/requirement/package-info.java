/** Which packages of other people an image gets, by the files that its steps install. */
@NullMarked
package preflight.source.image.requirement;

import org.jspecify.annotations.NullMarked;
