package preflight.sandbox;

import java.util.List;

/** The tables of the sandbox, as its migrations in {@code env-profiles/sandbox} leave them. */
final class PostgresSchema {

  static final List<String> NEWEST =
      List.of(
          "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE)",
          "CREATE TABLE agents (id bigint PRIMARY KEY, name text NOT NULL,"
              + " archived boolean NOT NULL DEFAULT false)",
          "CREATE TABLE threads (id bigint PRIMARY KEY, user_id bigint REFERENCES users)",
          "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
          "INSERT INTO alembic_version VALUES ('0003_archived_agents')",
          "INSERT INTO agents VALUES (1, 'triage'), (2, 'planner')");

  /** Back to where the migration before the newest left it. */
  static final List<String> WITHOUT_NEWEST_MIGRATION =
      List.of(
          "ALTER TABLE agents DROP COLUMN archived",
          "UPDATE alembic_version SET version_num = '0002_threads'");

  /** What services ask; it needs the newest migration. */
  static final String QUESTION = "SELECT count(*) FROM agents WHERE NOT archived";

  private PostgresSchema() {}
}
