/** The variables that code in JavaScript, TypeScript, Java and Go reads of its environment. */
@NullMarked
package preflight.source.environment;

import org.jspecify.annotations.NullMarked;
