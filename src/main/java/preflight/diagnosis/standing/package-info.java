/** What each answer means for the deployment that is about to happen. */
@NullMarked
package preflight.diagnosis.standing;

import org.jspecify.annotations.NullMarked;
