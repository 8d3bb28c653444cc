/** What a team's Terraform says of the resources of an environment. */
@org.jspecify.annotations.NullMarked
package preflight.resource.terraform;
