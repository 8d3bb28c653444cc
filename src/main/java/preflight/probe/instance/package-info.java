/** Stores that Google runs, as Memorystore and Cloud SQL tell of them. */
@NullMarked
package preflight.probe.instance;

import org.jspecify.annotations.NullMarked;
