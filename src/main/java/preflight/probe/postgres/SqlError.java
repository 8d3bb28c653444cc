package preflight.probe.postgres;

/**
 * An error that Postgres answered with, or that the driver gave the standard code of one.
 *
 * @param state SQLSTATE, five characters (PostgreSQL documentation, appendix A)
 * @param message the server's own words
 */
public record SqlError(String state, String message) {}
