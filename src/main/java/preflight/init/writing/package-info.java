/**
 * Writes YAML for people: short mappings on one line, comments above and beside what they are
 * about.
 */
@org.jspecify.annotations.NullMarked
package preflight.init.writing;
