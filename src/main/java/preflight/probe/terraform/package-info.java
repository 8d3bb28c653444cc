/** What a team's Terraform says that there is. */
@org.jspecify.annotations.NullMarked
package preflight.probe.terraform;
