/**
 * Commands that deploy, read as their programs read them: what a shell puts in front, the flags of
 * gcloud, and the change of a template that they ask for.
 */
@org.jspecify.annotations.NullMarked
package preflight.deployment.command;
