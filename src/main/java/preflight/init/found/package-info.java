/** What was found, wherever it stands; no value of a credential is among it. */
@org.jspecify.annotations.NullMarked
package preflight.init.found;
