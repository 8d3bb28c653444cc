/** What all of Google's APIs have in common: channels, credentials, and how they refuse. */
@NullMarked
package preflight.probe.google;

import org.jspecify.annotations.NullMarked;
