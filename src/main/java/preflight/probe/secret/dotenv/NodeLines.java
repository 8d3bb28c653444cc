package preflight.probe.secret.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code node --env-file}, nodejs/node {@code src/node_dotenv.cc} of version 20.12 and later: a
 * {@code #} anywhere ends a bare value, {@code $} means nothing, backquotes quote, and a quote ends
 * at the next one of its kind, whatever stands before it.
 */
final class NodeLines {

  private NodeLines() {}

  static Map<String, String> of(Text file) {
    Text text = new Text(file.until(_ -> false).replace("\r", ""));
    Map<String, String> values = new LinkedHashMap<>();
    while (!text.atEnd()) {
      text.skip(it -> it == ' ' || it == '\t' || it == '\n');
      int equals = text.find('=');
      int end = text.find('\n');
      if (text.atEnd() || text.peek() == '#' || equals < 0 || (end >= 0 && end < equals)) {
        text.line();
        continue;
      }
      String name = text.upTo(equals).strip();
      name = name.startsWith("export ") ? name.substring("export ".length()) : name;
      text.skip(it -> it == ' ' || it == '\t');
      values.put(name, value(text));
      text.line();
    }
    return values;
  }

  private static String value(Text text) {
    char quote = text.peek();
    if (quote == '"' || quote == '\'' || quote == '`') {
      int start = text.mark();
      text.next();
      int close = text.find(quote);
      if (close >= 0) {
        String inner = text.upTo(close);
        return quote == '"' ? inner.replace("\\n", "\n") : inner;
      }
      text.back(start);
      return text.until(it -> it == '\n');
    }
    String bare = text.until(it -> it == '\n');
    int comment = bare.indexOf('#');
    return (comment < 0 ? bare : bare.substring(0, comment)).strip();
  }
}
