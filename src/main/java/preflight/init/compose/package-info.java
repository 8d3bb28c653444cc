/** Reads a Compose file with its dotenv files, as the Compose specification has it. */
@org.jspecify.annotations.NullMarked
package preflight.init.compose;
