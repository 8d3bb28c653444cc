/** Where images are kept: what their names mean, and whether Artifact Registry holds them. */
@NullMarked
package preflight.probe.registry;

import org.jspecify.annotations.NullMarked;
