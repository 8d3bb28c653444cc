/**
 * Writes a profile from what is there: sources are read into what was found, and that into a file.
 */
@org.jspecify.annotations.NullMarked
package preflight.init;
