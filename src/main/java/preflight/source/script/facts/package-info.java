/** What one file of JavaScript or TypeScript says of itself, without the files around it. */
@NullMarked
package preflight.source.script.facts;

import org.jspecify.annotations.NullMarked;
