/** The code that the image of a service holds, and what the rules of its start say of it. */
@NullMarked
package preflight.source.service;

import org.jspecify.annotations.NullMarked;
