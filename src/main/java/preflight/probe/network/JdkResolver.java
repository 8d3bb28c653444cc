package preflight.probe.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the system's resolver, and leaves it behind when it takes too long. */
public final class JdkResolver implements Resolver {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
  private static final Pattern STRAY = Pattern.compile("[^A-Za-z0-9_.-]");

  // An address within what is no part of one, such as a scheme, a port, a blank or a line break.
  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\w.-])\\d{1,3}(\\.\\d{1,3}){3}(?![\\w.-])");
  private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f]*:[0-9A-Fa-f:]*");
  private static final Pattern ODD = Pattern.compile("[^0-9.]");

  private final Lookup lookup;

  public JdkResolver() {
    this(InetAddress::getAllByName);
  }

  JdkResolver(Lookup lookup) {
    this.lookup = lookup;
  }

  /** What the JDK offers, replaceable where a test needs a name with several addresses. */
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  @Override
  public Resolution resolve(String host, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return new Resolution.Found(List.of(literal.get()), since(start));
    }
    if (!NAME.matcher(host).matches()) {
      // No resolver finds such a name; asking would only send the stray characters to one.
      return new Resolution.Failed(
          addressOr(NetworkTrouble.NO_NAME, host), whatIsStray(host), since(start));
    }
    var task = new FutureTask<>(() -> lookup.all(host));
    // A native look-up ignores interruption and would hold a carrier of virtual threads.
    Thread.ofPlatform().daemon().name("resolve").start(task);
    try {
      InetAddress[] found = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Resolution.Found(List.of(found), since(start));
    } catch (TimeoutException e) {
      return new Resolution.Failed(
          NetworkTrouble.RESOLVER_FAILED,
          "no answer from the resolver within " + limit.toMillis() + " ms",
          since(start));
    } catch (ExecutionException e) {
      return failed(host, e.getCause(), since(start));
    }
  }

  private static Resolution failed(String host, @Nullable Throwable cause, Duration took) {
    if (!(cause instanceof UnknownHostException)) {
      throw new IllegalStateException("A look-up ended in a way that it should not", cause);
    }
    // The JDK has one exception for EAI_NONAME and EAI_AGAIN; only its text tells them apart.
    return String.valueOf(cause.getMessage()).contains("Temporary failure")
        ? new Resolution.Failed(
            NetworkTrouble.RESOLVER_FAILED, "the resolver reports a failure of its own", took)
        : new Resolution.Failed(addressOr(NetworkTrouble.NOT_FOUND, host), "no such name", took);
  }

  private static NetworkTrouble addressOr(NetworkTrouble trouble, String host) {
    return almostAddress(host) ? NetworkTrouble.ALMOST_ADDRESS : trouble;
  }

  private static boolean almostAddress(String host) {
    List<String> odd = ODD.matcher(host).results().map(MatchResult::group).toList();
    return DOTTED.matcher(host).find()
        || COLONS.matcher(host).results().anyMatch(it -> literal(it.group()).isPresent())
        || (odd.size() == 1
            && Stream.of("0", ".")
                .anyMatch(it -> DOTTED.matcher(host.replace(odd.getFirst(), it)).matches()));
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Says where the first stray character is without repeating the text, which may be anything. */
  private static String whatIsStray(String host) {
    var stray = STRAY.matcher(host);
    if (!stray.find()) {
      return host.isEmpty() ? "the host is empty" : "the host has no form that a name can have";
    }
    int character = host.codePointAt(stray.start());
    String known =
        switch (character) {
          case '\n' -> "a line break";
          case '\r' -> "a carriage return";
          case ' ' -> "a blank";
          case '\t' -> "a tab";
          case '"', '\'' -> "a quotation mark";
          default -> "U+%04X".formatted(character);
        };
    return "character %d of %d is %s, which no host name has"
        .formatted(stray.start() + 1, host.length(), known);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
