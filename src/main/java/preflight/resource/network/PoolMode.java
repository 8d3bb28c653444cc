package preflight.resource.network;

/** For how long a pooler lends a connection of Postgres to a client, as PgBouncer names it. */
public enum PoolMode {
  SESSION,
  TRANSACTION,
  STATEMENT
}
