package preflight.probe.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Live values and assignments that look like live ones, looked for in files. */
final class Needles {

  private static final int PREFIX = 8;
  private static final int REAL_LOOKING_BITS = 60;
  private static final Pattern DOTENV_FILE =
      Pattern.compile("(.*/)?(\\.env(\\.[\\w-]+)*|[\\w.-]+\\.env)( \\(history\\))?");
  private static final Pattern TEMPLATE_FILE =
      Pattern.compile(".*(example|sample|template|dist|schema).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?m)^\\s*(?:export\\s+)?([A-Z][A-Z0-9_]*(?:SECRET|PASSWORD|KEY|TOKEN)[A-Z0-9_]*)[ \\t]*=[ \\t]*[\"']?([^\\s\"'#]+)");

  private final Map<Long, List<Needle>> byPrefix = new HashMap<>();

  private record Needle(Credential of, Bytes value) {}

  Needles(List<Credential> live) {
    for (Credential credential : live) {
      Bytes value = Bytes.of(credential.value().reveal()).trimmed();
      if (value.length() >= PREFIX && Placeholder.in(credential.value().reveal()).isEmpty()) {
        byPrefix
            .computeIfAbsent(prefix(value, 0), _ -> new ArrayList<>())
            .add(new Needle(credential, value));
      }
    }
  }

  /** Reports every place in a file. */
  void in(String path, byte[] file, String blob, Consumer<CommittedSecrets.Finding> found) {
    live(path, file, blob, found);
    if (DOTENV_FILE.matcher(path).matches() && !TEMPLATE_FILE.matcher(path).matches()) {
      assignments(path, file, blob, found);
    }
  }

  private void live(
      String path, byte[] file, String blob, Consumer<CommittedSecrets.Finding> found) {
    long window = 0;
    int line = 1;
    for (int i = 0; i < file.length; i++) {
      window = (window << 8) | (file[i] & 0xff);
      int start = i - PREFIX + 1;
      if (start >= 0) {
        for (Needle needle : byPrefix.getOrDefault(window, List.of())) {
          if (at(file, start, needle.value())) {
            String secret = needle.of().secret().name().toString();
            found.accept(new CommittedSecrets.Finding(path, line, secret, true, blob + ":" + line));
          }
        }
      }
      line += file[i] == '\n' ? 1 : 0;
    }
  }

  private void assignments(
      String path, byte[] file, String blob, Consumer<CommittedSecrets.Finding> found) {
    Bytes text = Bytes.of(file);
    Matcher assignment = ASSIGNMENT.matcher(text);
    while (assignment.find()) {
      byte[] value = text.subSequence(assignment.start(2), assignment.end(2)).copy();
      boolean real =
          Placeholder.in(value).isEmpty()
              && !LooksLike.of(value).setting()
              && Strengths.of(value).bits() >= REAL_LOOKING_BITS;
      boolean live = value.length >= PREFIX && byPrefix.containsKey(prefix(Bytes.of(value), 0));
      if (real && !live) {
        int line = lineOf(file, assignment.start(1));
        String name = text.name(assignment.start(1), assignment.end(1));
        found.accept(new CommittedSecrets.Finding(path, line, name, false, blob + ":" + line));
      }
      Arrays.fill(value, (byte) 0);
    }
  }

  private static boolean at(byte[] file, int start, Bytes value) {
    if (start + value.length() > file.length) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if ((file[start + i] & 0xff) != value.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long prefix(Bytes value, int from) {
    long window = 0;
    for (int i = from; i < from + PREFIX; i++) {
      window = (window << 8) | value.charAt(i);
    }
    return window;
  }

  private static int lineOf(byte[] file, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += file[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
