/** What services wrote: Cloud Logging, and the sentences by which one knows why they failed. */
@NullMarked
package preflight.probe.log;

import org.jspecify.annotations.NullMarked;
