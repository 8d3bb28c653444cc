/** What the names of a Python module stand for: its scopes, what they bind, what nothing binds. */
@NullMarked
package preflight.source.python.scope;

import org.jspecify.annotations.NullMarked;
