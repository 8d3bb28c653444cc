/**
 * What a repository says of the migrations of a database, by the files of the tools that run them.
 */
@NullMarked
package preflight.probe.postgres.migration;

import org.jspecify.annotations.NullMarked;
