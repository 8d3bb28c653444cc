/** How imports of JavaScript and TypeScript resolve: files, packages, aliases, what is started. */
@NullMarked
package preflight.source.script.module;

import org.jspecify.annotations.NullMarked;
