/**
 * What is about to be deployed: manifests, plans and commands into the revisions that they make.
 */
@org.jspecify.annotations.NullMarked
package preflight.deployment;
