/** Whether a file of JavaScript or TypeScript parses, and who says so. */
@NullMarked
package preflight.source.script.syntax;

import org.jspecify.annotations.NullMarked;
