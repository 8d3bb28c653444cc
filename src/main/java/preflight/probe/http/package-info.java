/** Asks services over HTTP and what is built on it; broken connections are answers too. */
@NullMarked
package preflight.probe.http;

import org.jspecify.annotations.NullMarked;
