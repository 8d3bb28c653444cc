/** Makes the declarations of a profile of what was found. */
@org.jspecify.annotations.NullMarked
package preflight.init.draft;
