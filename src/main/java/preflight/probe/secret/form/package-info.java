/** What credentials look like, and what only looks like one: forms, names and wording. Pure. */
@NullMarked
package preflight.probe.secret.form;

import org.jspecify.annotations.NullMarked;
