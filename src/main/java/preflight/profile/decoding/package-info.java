/** From YAML to the records of resources, with every mistake and its place. */
@NullMarked
package preflight.profile.decoding;

import org.jspecify.annotations.NullMarked;
