package preflight.probe.redis;

import java.util.Arrays;
import java.util.List;
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
    /** In protected mode it serves clients of its own machine only. */
    DENIED,
    NOREPLICAS,
    /** A password was sent and none is set. */
    AUTH_UNEXPECTED,
    MAX_CLIENTS,
    /** There is no logical database of that number. */
    NO_DATABASE,
    /** A proxy has no Redis behind it. */
    NO_BACKEND,
    /** What the provider sells is used up, or switched off. */
    LIMIT,
    /** It was asked as a Sentinel and is none. */
    NOT_A_SENTINEL,
    /** A Sentinel that watches no master of that name. */
    NO_MASTER,
    OTHER
  }

  /** What a server or a proxy says without a code of its own. */
  private record Words(String part, Code code) {}

  private static final List<Words> WORDS =
      List.of(
          // Redis, server.c, networking.c, acl.c and db.c; the words are older than its codes.
          new Words("max number of clients", Code.MAX_CLIENTS),
          new Words("without any password configured", Code.AUTH_UNEXPECTED),
          new Words("no password is set", Code.AUTH_UNEXPECTED),
          new Words("invalid password", Code.WRONGPASS),
          new Words("operation not permitted", Code.NOAUTH),
          new Words("DB index is out of range", Code.NO_DATABASE),
          new Words("invalid DB index", Code.NO_DATABASE),
          new Words("SELECT is not allowed in cluster mode", Code.NO_DATABASE),
          // Envoy, source/extensions/filters/network/redis_proxy.
          new Words("no upstream host", Code.NO_BACKEND),
          new Words("upstream failure", Code.NO_BACKEND),
          new Words("upstream protocol error", Code.NO_BACKEND),
          // Twemproxy, nc_response.c: strerror of what happened to the server.
          new Words("Connection refused", Code.NO_BACKEND),
          new Words("Connection timed out", Code.NO_BACKEND),
          new Words("Host is down", Code.NO_BACKEND),
          // Upstash, "Troubleshooting".
          new Words("max concurrent connections exceeded", Code.MAX_CLIENTS),
          new Words("max daily request limit exceeded", Code.LIMIT),
          new Words("max requests limit exceeded", Code.LIMIT),
          new Words("max database size exceeded", Code.OOM));

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

  /** Of an answer to what only a Sentinel knows. */
  static RedisError ofSentinel(PeerText line) {
    Code code = code(line.raw());
    boolean unknown = code == Code.OTHER && prefix(line.raw()).equals("ERR");
    return new RedisError(unknown ? Code.NOT_A_SENTINEL : code, line, Optional.empty());
  }

  /** Of a Sentinel that has nothing to say of a master. */
  static RedisError noMaster(PeerText name) {
    return new RedisError(
        Code.NO_MASTER, name.map("it watches no master named %s"::formatted), Optional.empty());
  }

  private static Code code(String line) {
    String prefix = prefix(line);
    return Arrays.stream(Code.values())
        .filter(it -> it.name().equals(prefix))
        .findFirst()
        .or(() -> WORDS.stream().filter(it -> line.contains(it.part)).map(Words::code).findFirst())
        .orElse(Code.OTHER);
  }

  private static String prefix(String line) {
    var prefix = PREFIX.matcher(line);
    return prefix.find() ? prefix.group(1) : "";
  }
}
