/** What a Git repository tells of commits: which of them another one has. */
@org.jspecify.annotations.NullMarked
package preflight.probe.git;
