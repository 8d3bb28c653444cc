/** Files that say what a service is to be: manifests of Knative, and plans of Terraform. */
@org.jspecify.annotations.NullMarked
package preflight.deployment.manifest;
