/**
 * The only code that touches the outside world; every answer is a sealed type. One interface and
 * one adapter per technology.
 */
@NullMarked
package preflight.probe;

import org.jspecify.annotations.NullMarked;
