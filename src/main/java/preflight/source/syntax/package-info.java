/** Syntax trees of source files, parsed by tree-sitter and kept as arrays. */
@NullMarked
package preflight.source.syntax;

import org.jspecify.annotations.NullMarked;
