/** What the files of a pipeline say: what deploys, and whether the gate has a say before it. */
@org.jspecify.annotations.NullMarked
package preflight.source.pipeline;
