package preflight.probe.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import preflight.file.PackedTable;
import preflight.probe.PeerText;

/**
 * What a pooler or a managed front means that answers in the place of Postgres. It has no SQLSTATE
 * for most of it, so its words count; {@code front-errors.tsv} beside this class has them.
 */
public enum FrontError {
  /** It knows no such user, or not with this password. */
  NO_USER,
  NO_DATABASE,
  /** It serves many projects and cannot tell which is meant. */
  NO_TENANT,
  /** A rule of its own refuses the client. */
  NOT_ALLOWED,
  TLS_REQUIRED,
  /** It wants a certificate of the client, or another one. */
  CLIENT_CERTIFICATE,
  TOO_MANY_CONNECTIONS,
  /** It had no connection to Postgres to give in time: all are in use, or none comes about. */
  POOL_EXHAUSTED,
  /** It does not reach Postgres. */
  NO_BACKEND,
  /** It reaches Postgres, which refuses what it logs in with itself. */
  BACKEND_REFUSES,
  /** A setting that the client sends at the start is more than it passes on. */
  PARAMETER_REFUSED,
  /** The provider has stopped the database. */
  SUSPENDED,
  STARTING,
  /** The client wants what one connection must keep for it, and it gets another each time. */
  POOL_MODE;

  private static final class Table {
    static final Map<String, FrontError> MEANINGS = new LinkedHashMap<>();

    static {
      for (String line : PackedTable.lines(FrontError.class, "front-errors.tsv")) {
        String[] cells = line.split("\t", -1);
        MEANINGS.put(cells[1], valueOf(cells[2]));
      }
    }
  }

  /** Meanings by the words of which a message holds some; the first counts. */
  static Map<String, FrontError> byWords() {
    return Collections.unmodifiableMap(Table.MEANINGS);
  }

  /** Empty for words that nobody has read. */
  static Optional<FrontError> of(PeerText message) {
    return byWords().entrySet().stream()
        .filter(it -> message.contains(it.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
