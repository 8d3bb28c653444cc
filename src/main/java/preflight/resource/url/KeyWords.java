package preflight.resource.url;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.resource.url.ConnectionUrl.Dialect;
import preflight.resource.url.ConnectionUrl.Host;
import preflight.resource.url.UrlReader.Refused;

/**
 * Reads connection strings that are no URL: libpq's key words (fe-connect.c, {@code
 * conninfo_parse}), those of .NET ({@code DbConnectionStringBuilder}) and of StackExchange.Redis.
 */
final class KeyWords {

  private static final Pattern LIBPQ =
      Pattern.compile(
          "\\G\\s*([A-Za-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)\\s*");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Pattern DOTNET =
      Pattern.compile(
          "\\G\\s*([A-Za-z][A-Za-z _]*?)\\s*=\\s*(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[^;]*?)\\s*(?:;|$)\\s*");
  private static final Pattern DOTNET_REDIS =
      Pattern.compile("(?i)[a-z0-9_.-]+(:[0-9]+)?(,[a-z0-9_.-]+(:[0-9]+)?)*(,\\s*[a-z]+=[^,]*)+");

  /** Npgsql, {@code NpgsqlConnectionStringBuilder} and its aliases, without blanks. */
  private static final Map<String, String> NPGSQL =
      Map.ofEntries(
          Map.entry("host", "host"),
          Map.entry("server", "host"),
          Map.entry("port", "port"),
          Map.entry("database", "database"),
          Map.entry("db", "database"),
          Map.entry("username", "user"),
          Map.entry("userid", "user"),
          Map.entry("uid", "user"),
          Map.entry("user", "user"),
          Map.entry("password", "password"),
          Map.entry("pwd", "password"),
          Map.entry("psw", "password"),
          Map.entry("sslmode", "sslmode"),
          Map.entry("searchpath", "search_path"));

  private KeyWords() {}

  static ConnectionUrl read(String text) throws Refused {
    if (DOTNET_REDIS.matcher(text).matches()) {
      return redis(text);
    }
    if (text.indexOf('=') < 0) {
      throw UrlReader.refused(UrlPart.SCHEME, "it has no scheme, such as postgresql://");
    }
    return text.indexOf(';') >= 0 || text.toLowerCase(Locale.ROOT).contains("username=")
        ? dotnet(text)
        : libpq(text);
  }

  private static ConnectionUrl libpq(String text) throws Refused {
    Map<String, String> words = new LinkedHashMap<>();
    Matcher word = LIBPQ.matcher(text);
    int end = 0;
    while (word.find()) {
      String value = word.group(2);
      boolean quoted = value.length() > 1 && value.startsWith("'");
      words.put(
          word.group(1),
          ESCAPE.matcher(quoted ? value.substring(1, value.length() - 1) : value).replaceAll("$1"));
      end = word.end();
    }
    whole(text, end, words);
    String host = words.getOrDefault("host", words.getOrDefault("hostaddr", ""));
    words.remove("host");
    words.remove("hostaddr");
    Optional<String> port = UrlReader.take(words, "port");
    return new ConnectionUrl(
        Dialect.LIBPQ_WORDS,
        host.isEmpty() ? List.<Host>of() : UrlReader.listed(host, port.orElse("")),
        UrlReader.take(words, "user"),
        UrlReader.take(words, "password"),
        UrlReader.take(words, "dbname"),
        UrlReader.tls(words),
        words);
  }

  private static void whole(String text, int end, Map<String, String> words) throws Refused {
    if (end != text.length() || words.isEmpty()) {
      throw UrlReader.refused(
          UrlPart.QUERY,
          "after %d words, what follows is no key=value; a value with blanks stands in quotation marks"
              .formatted(words.size()));
    }
  }

  private static ConnectionUrl dotnet(String text) throws Refused {
    Map<String, String> words = new LinkedHashMap<>();
    Matcher word = DOTNET.matcher(text);
    int end = 0;
    while (end < text.length() && word.find()) {
      String key = word.group(1).toLowerCase(Locale.ROOT).replace(" ", "");
      String value = word.group(2);
      boolean quoted = value.length() > 1 && "\"'".indexOf(value.charAt(0)) >= 0;
      words.put(
          NPGSQL.getOrDefault(key, key),
          quoted
              ? value
                  .substring(1, value.length() - 1)
                  .replace(value.substring(0, 1).repeat(2), value.substring(0, 1))
              : value);
      end = word.end();
    }
    whole(text, end, words);
    Optional<String> host = UrlReader.take(words, "host");
    Optional<String> port = UrlReader.take(words, "port");
    String mode = words.getOrDefault("sslmode", "");
    words.put("sslmode", mode.replaceAll("(?i)^verify-?", "verify-").toLowerCase(Locale.ROOT));
    return new ConnectionUrl(
        Dialect.DOTNET,
        host.isEmpty() ? List.<Host>of() : UrlReader.listed(host.get(), port.orElse("")),
        UrlReader.take(words, "user"),
        UrlReader.take(words, "password"),
        UrlReader.take(words, "database"),
        UrlReader.tls(words),
        words);
  }

  private static ConnectionUrl redis(String text) throws Refused {
    Map<String, String> words = new LinkedHashMap<>();
    var hosts = new StringBuilder();
    for (String each : text.split(",", -1)) {
      int equals = each.indexOf('=');
      if (equals < 0) {
        hosts.append(hosts.isEmpty() ? "" : ",").append(each.strip());
      } else {
        words.put(
            each.substring(0, equals).strip().toLowerCase(Locale.ROOT), each.substring(equals + 1));
      }
    }
    return new ConnectionUrl(
        Dialect.DOTNET_REDIS,
        UrlReader.hosts(hosts.toString()),
        UrlReader.take(words, "user"),
        UrlReader.take(words, "password"),
        UrlReader.take(words, "defaultdatabase"),
        Optional.of(words.getOrDefault("ssl", "false").toLowerCase(Locale.ROOT)),
        words);
  }
}
