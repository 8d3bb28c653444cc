/** What Python code does with what it has: calls, variables, constructions, routes. */
@NullMarked
package preflight.source.python.use;

import org.jspecify.annotations.NullMarked;
