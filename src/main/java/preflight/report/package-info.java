/** Renders a diagnosed run: terminal, JSON and short text. */
@NullMarked
package preflight.report;

import org.jspecify.annotations.NullMarked;
