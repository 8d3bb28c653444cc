/** The command that writes a first profile. */
@org.jspecify.annotations.NullMarked
package preflight.cli.init;
