/** What an environment consists of: immutable types, names, relations. No I/O. */
@NullMarked
package preflight.resource;

import org.jspecify.annotations.NullMarked;
