/** What there is in a project and in files, without the values of credentials. */
@org.jspecify.annotations.NullMarked
package preflight.probe.inventory;
