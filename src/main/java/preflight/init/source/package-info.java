/** The places that know what an environment consists of. */
@org.jspecify.annotations.NullMarked
package preflight.init.source;
