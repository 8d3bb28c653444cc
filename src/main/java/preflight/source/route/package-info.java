/** The routes that code in JavaScript, TypeScript, Java and Go registers. */
@NullMarked
package preflight.source.route;

import org.jspecify.annotations.NullMarked;
