package preflight.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The part of Cloud Logging's query language that names fields: comparisons, {@code AND}, {@code
 * OR}, {@code NOT}, brackets and {@code log_id}.
 */
final class LogFilter {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][\\w./-]*)|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")|(?<sign>>=|<=|!=|=~|[=<>:()-]))");
  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  private final Matcher tokens;
  private String next = "";

  private LogFilter(String filter) {
    this.tokens = TOKEN.matcher(filter);
    advance();
  }

  static Predicate<JsonNode> of(String filter) {
    var reader = new LogFilter(filter);
    if (reader.next.isEmpty()) {
      return _ -> true;
    }
    Predicate<JsonNode> all = reader.either();
    if (!reader.next.isEmpty()) {
      throw reader.unreadable();
    }
    return all;
  }

  private String advance() {
    String now = next;
    int end = tokens.hasMatch() ? tokens.end() : 0;
    boolean more = tokens.find(end) && tokens.start() == end;
    next = more ? tokens.group().strip() : "";
    return now;
  }

  private Predicate<JsonNode> either() {
    Predicate<JsonNode> any = all();
    while (next.equals("OR")) {
      advance();
      any = any.or(all());
    }
    return any;
  }

  private Predicate<JsonNode> all() {
    Predicate<JsonNode> all = one();
    while (!next.isEmpty() && !next.equals("OR") && !next.equals(")")) {
      if (next.equals("AND")) {
        advance();
      }
      all = all.and(one());
    }
    return all;
  }

  private Predicate<JsonNode> one() {
    if (next.equals("NOT") || next.equals("-")) {
      advance();
      return one().negate();
    }
    if (next.equals("(")) {
      advance();
      Predicate<JsonNode> inner = either();
      expect(")");
      return inner;
    }
    String field = advance();
    if (field.equals("log_id")) {
      expect("(");
      String log = "/logs/" + value().replace("/", "%2F");
      expect(")");
      return it -> it.path("logName").asString("").endsWith(log);
    }
    String sign = advance();
    String value = value();
    return it -> holds(field, at(it, field), sign, value);
  }

  private void expect(String sign) {
    if (!advance().equals(sign)) {
      throw unreadable();
    }
  }

  private String value() {
    String token = advance();
    return token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1")
        : token;
  }

  private static String at(JsonNode entry, String field) {
    JsonNode node = entry;
    for (String part : field.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.asString("");
  }

  private boolean holds(String field, String has, String sign, String value) {
    int order =
        switch (field) {
          case "severity" -> Integer.compare(SEVERITIES.indexOf(has), SEVERITIES.indexOf(value));
          case "timestamp" -> Instant.parse(has).compareTo(Instant.parse(value));
          default -> has.compareTo(value);
        };
    return switch (sign) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      case ":" -> value.equals("*") ? !has.isEmpty() : has.contains(value);
      case "=~" -> Pattern.compile(value).matcher(has).find();
      default -> throw unreadable();
    };
  }

  private RuntimeException unreadable() {
    return GoogleStatus.invalidArgument("Unparseable filter: syntax error near '" + next + "'");
  }
}
