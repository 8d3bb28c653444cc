package preflight.probe.redis;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.PeerText;
import preflight.probe.SecretValue;
import preflight.probe.secret.text.PasswordForm;

/**
 * An error that Redis answered with.
 *
 * @param line the server's own words
 * @param password what the password that was refused looks like, a clause
 */
public record RedisError(Code code, PeerText line, Optional<String> password) {

  private static final Pattern PREFIX = Pattern.compile("^([A-Z]+)\\b");

  /** The first word of an error, or what Redis says under the unspecific {@code ERR}. */
  public enum Code {
    NOAUTH,
    WRONGPASS,
    NOPERM,
    LOADING,
    READONLY,
    MASTERDOWN,
    MOVED,
    ASK,
    TRYAGAIN,
    CLUSTERDOWN,
    OOM,
    MISCONF,
    BUSY,
    DENIED,
    /** A password was sent and none is set. */
    AUTH_UNEXPECTED,
    MAX_CLIENTS,
    OTHER
  }

  /** Of a line without its leading {@code -}. */
  public static RedisError of(PeerText line) {
    return new RedisError(code(line.raw()), line, Optional.empty());
  }

  /**
   * Of an answer to {@code AUTH}. What a server says there is not repeated beyond its first word:
   * one that does not know the command quotes its arguments.
   */
  public static RedisError ofAuth(PeerText line) {
    Code code = code(line.raw());
    String prefix = prefix(line.raw());
    return new RedisError(
        code == Code.OTHER && prefix.equals("ERR") ? Code.WRONGPASS : code,
        line.map(_ -> prefix),
        Optional.empty());
  }

  /** The same about a password, where it is the password that was refused. */
  RedisError about(SecretValue sent) {
    return code == Code.WRONGPASS ? new RedisError(code, line, PasswordForm.of(sent)) : this;
  }

  private static Code code(String line) {
    String prefix = prefix(line);
    if (prefix.equals("ERR")) {
      // Redis has no code for these; the words are part of its protocol since version 2.
      if (line.contains("max number of clients")) {
        return Code.MAX_CLIENTS;
      }
      return line.contains("without any password configured") || line.contains("no password is set")
          ? Code.AUTH_UNEXPECTED
          : Code.OTHER;
    }
    return Arrays.stream(Code.values())
        .filter(it -> it.name().equals(prefix))
        .findFirst()
        .orElse(Code.OTHER);
  }

  private static String prefix(String line) {
    var prefix = PREFIX.matcher(line);
    return prefix.find() ? prefix.group(1) : "";
  }
}
