package preflight.profile.decoding;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.resource.SecretSource;
import preflight.resource.Size;
import preflight.resource.field.Grammar;

/** The types that one scalar of a file can hold. */
public final class Scalars {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /**
   * How a type is written.
   *
   * @param expected its words in a mistake
   * @param standIn stands for a variable that is not set, where a profile is only looked at
   */
  private record Form(String expected, Parser parser, Object standIn) {}

  private interface Parser {
    @Nullable Object parse(String text) throws URISyntaxException;
  }

  private static final Map<Class<?>, Form> FORMS =
      Map.of(
          Duration.class,
          new Form(
              "a duration such as 250ms, 5s, 2m or 1h, at most 168h",
              Scalars::duration,
              Duration.ofSeconds(1)),
          Size.class,
          new Form(
              "a size such as 512Mi, 1.5Gi or 512M, at most 1024Ti",
              Size::parse,
              new Size(1L << 30)),
          URI.class,
          new Form(
              "a URL such as https://api.example.com, without a user, password, query or fragment",
              Scalars::url,
              URI.create("http://unset.invalid")),
          LocalDate.class,
          new Form("a date such as 2026-12-01", Scalars::date, LocalDate.MAX),
          SecretSource.class,
          new Form(
              "secret-manager, env or file:PATH",
              SecretSource::parse,
              new SecretSource.SecretManager()));

  private static final Pattern ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private Scalars() {}

  static boolean has(Class<?> type) {
    return FORMS.containsKey(type);
  }

  static String expected(Class<?> type) {
    return form(type).expected;
  }

  static Object standIn(Class<?> type) {
    return form(type).standIn;
  }

  /** The value that a text stands for; empty where it stands for none. */
  public static Optional<?> parse(Class<?> type, String text) {
    try {
      return Optional.ofNullable(form(type).parser.parse(text));
    } catch (IllegalArgumentException | DateTimeException | URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Form form(Class<?> type) {
    Form form = FORMS.get(type);
    if (form == null) {
      throw new IllegalStateException("No scalar is a " + type);
    }
    return form;
  }

  private static @Nullable Duration duration(String text) {
    Matcher written = DURATION.matcher(text);
    if (!written.matches()) {
      return null;
    }
    long amount = Long.parseLong(written.group(1));
    return switch (written.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static @Nullable URI url(String text) throws URISyntaxException {
    URI uri = new URI(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() < 65536);
    // What others join a path to: behind a '?' or '#' it would not be one.
    boolean base =
        uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    return web && port && base && host(uri.getHost()) && path(uri.getRawPath()) ? uri : null;
  }

  private static boolean host(@Nullable String host) {
    return host != null
        && (ADDRESS.matcher(host).matches() || (Grammar.HOST.fits(host) && host.length() < 254));
  }

  private static boolean path(String path) {
    return Grammar.URL_PATH.fits(path);
  }

  private static @Nullable LocalDate date(String text) {
    // Years before the first or with five digits are typing mistakes.
    return DATE.matcher(text).matches() ? LocalDate.parse(text) : null;
  }
}
