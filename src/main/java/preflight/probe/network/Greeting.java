package preflight.probe.network;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Protocols that give themselves away by their first bytes. */
public enum Greeting {
  HTTP("HTTP"),
  TLS("TLS"),
  REDIS("Redis"),
  POSTGRES("Postgres"),
  MYSQL("MySQL"),
  SSH("SSH"),
  SMTP("SMTP or FTP"),
  OTHER("an unknown protocol");

  private final String word;

  Greeting(String word) {
    this.word = word;
  }

  /** The protocol's name in a sentence. */
  public String word() {
    return word;
  }

  /** Empty where a peer has said nothing. */
  public static Optional<Greeting> of(byte[] heard) {
    if (heard.length == 0) {
      return Optional.empty();
    }
    String text = new String(heard, StandardCharsets.ISO_8859_1);
    Greeting greeting;
    if (text.startsWith("HTTP/") || text.startsWith("<")) {
      greeting = HTTP;
    } else if (heard.length > 1 && heard[0] >= 0x14 && heard[0] <= 0x17 && heard[1] == 3) {
      greeting = TLS;
    } else if (isMysql(heard)) {
      greeting = MYSQL;
    } else if (text.startsWith("SSH-")) {
      greeting = SSH;
    } else if (text.startsWith("220")) {
      greeting = SMTP;
    } else if (text.startsWith("+PONG") || text.startsWith("-ERR") || text.startsWith("-NOAUTH")) {
      greeting = REDIS;
    } else if (isPostgresError(heard)) {
      greeting = POSTGRES;
    } else {
      greeting = OTHER;
    }
    return Optional.of(greeting);
  }

  /** Packet 0 with protocol version 10, or an error packet (MySQL's Connection Phase). */
  private static boolean isMysql(byte[] heard) {
    return heard.length > 5
        && heard[2] == 0
        && heard[3] == 0
        && (heard[4] == 10 || heard[4] == (byte) 0xff);
  }

  /** An ErrorResponse: its type, a length of less than 64 KiB, and the field for the severity. */
  private static boolean isPostgresError(byte[] heard) {
    return heard.length > 5 && heard[0] == 'E' && heard[1] == 0 && heard[2] == 0 && heard[5] == 'S';
  }
}
