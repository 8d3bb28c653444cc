package preflight.sandbox;

import java.util.List;
import java.util.regex.Pattern;

/** One page of a list; the token of the next one is empty at the end. */
record Page<T>(List<T> items, String nextToken) {

  private static final Pattern OFFSET = Pattern.compile("\\d{1,9}");

  static <T> Page<T> of(List<T> all, String token, int size, int defaultSize) {
    if (!token.isEmpty() && !OFFSET.matcher(token).matches()) {
      throw GoogleStatus.invalidArgument("Invalid page token.");
    }
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), all.size());
    int to = Math.min(all.size(), from + (size > 0 ? size : defaultSize));
    return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }
}
