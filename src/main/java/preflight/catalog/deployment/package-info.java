/** Checks of what is deployed: which commit runs, what it lacks, and whether the gate decides. */
@org.jspecify.annotations.NullMarked
package preflight.catalog.deployment;
