package preflight.probe.secret.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws texts that fit a pattern, so that no test holds a text that looks like somebody's
 * credential. Knows what {@code credential-forms.txt} uses of regular expressions.
 */
final class Drawn {

  private static final String WORD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  private final String pattern;
  private final Random random;
  private int at;

  private Drawn(String pattern, Random random) {
    this.pattern = pattern;
    this.random = random;
  }

  static String from(String pattern, long seed) {
    return new Drawn(pattern, new Random(seed)).branches();
  }

  private String branches() {
    List<String> branches = new ArrayList<>();
    var branch = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      if (pattern.charAt(at) == '|') {
        branches.add(branch.toString());
        branch.setLength(0);
        at++;
      } else {
        piece(branch);
      }
    }
    branches.add(branch.toString());
    return branches.get(random.nextInt(branches.size()));
  }

  private void piece(StringBuilder to) {
    int start = at;
    String first = atom();
    int afterAtom = at;
    int count = count();
    int end = at;
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        to.append(first);
      } else {
        at = start;
        to.append(atom());
      }
    }
    at = Math.max(end, afterAtom);
  }

  private String atom() {
    char c = pattern.charAt(at++);
    if (c == '(') {
      at += pattern.startsWith("?:", at) ? 2 : 0;
      String inside = branches();
      at++;
      return inside;
    }
    if (c == '[') {
      String of = alphabet();
      return String.valueOf(of.charAt(random.nextInt(of.length())));
    }
    return c == '\\' ? String.valueOf(pattern.charAt(at++)) : String.valueOf(c);
  }

  private String alphabet() {
    var of = new StringBuilder();
    while (pattern.charAt(at) != ']') {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        of.append(pattern.charAt(at) == 'w' ? WORD : String.valueOf(pattern.charAt(at)));
        at++;
      } else if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        for (char each = c; each <= pattern.charAt(at + 1); each++) {
          of.append(each);
        }
        at += 2;
      } else {
        of.append(c);
      }
    }
    at++;
    return of.toString();
  }

  private int count() {
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
      return random.nextInt(2);
    }
    if (at < pattern.length() && pattern.charAt(at) == '{') {
      int end = pattern.indexOf('}', at);
      List<String> bounds = List.of(pattern.substring(at + 1, end).split(",", -1));
      at = end + 1;
      int least = Integer.parseInt(bounds.getFirst());
      int most = Integer.parseInt(bounds.getLast());
      return least + random.nextInt(Math.min(most - least, 40) + 1);
    }
    return 1;
  }
}
