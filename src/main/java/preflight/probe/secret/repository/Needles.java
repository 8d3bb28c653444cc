package preflight.probe.secret.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.secret.Credential;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Placeholder;
import preflight.probe.secret.text.Strengths;
import preflight.resource.Secret;

/**
 * Live values, as they stand and encoded, and assignments that look like live ones, looked for in
 * files.
 */
final class Needles implements AutoCloseable {

  private static final int PREFIX = 8;
  private static final int REAL_LOOKING_BITS = 60;
  private static final int GROUP = 3;
  private static final Pattern DOTENV_FILE =
      Pattern.compile("(.*/)?(\\.env(\\.[\\w-]+)*|[\\w.-]+\\.env)");
  private static final Pattern TEMPLATE_FILE =
      Pattern.compile(".*(example|sample|template|dist|schema).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?m)^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*[\"']?([^\\s\"'#]+)");
  private static final Pattern CONFIDENTIAL =
      Pattern.compile("SECRET|PASSWORD|KEY|TOKEN", Pattern.CASE_INSENSITIVE);

  private final Map<Long, List<Needle>> byPrefix = new HashMap<>();

  /** Most stretches of a file begin no needle, and are told by their last two bytes. */
  private final BitSet endings = new BitSet(1 << 16);

  private record Needle(Secret of, Bytes value) {}

  /**
   * A place in a file.
   *
   * @param what the secret, or the variable that is assigned; never a value
   * @param live the secret whose value stands there
   */
  record Hit(int line, String what, Optional<Secret> live) {}

  Needles(List<Credential> live) {
    for (Credential credential : live) {
      byte[] value = credential.value().reveal();
      if (Placeholder.in(value).isEmpty()) {
        forms(Bytes.of(value).trimmed()).forEach(form -> add(credential.secret(), form));
      }
    }
  }

  /** What of a value would stand in a file; a key keeps its lines, and no file keeps its ends. */
  private static List<byte[]> forms(Bytes value) {
    byte[] own = value.length() > 0 && value.charAt(0) == '-' ? middleLine(value) : value.copy();
    byte[] groups = Arrays.copyOf(own, own.length - own.length % GROUP);
    List<byte[]> forms =
        List.of(
            own,
            Base64.getEncoder().encode(groups),
            Base64.getUrlEncoder().encode(groups),
            Bytes.hex(HexFormat.of(), own));
    Arrays.fill(groups, (byte) 0);
    return forms;
  }

  private static byte[] middleLine(Bytes value) {
    List<Bytes> lines = value.lines();
    return lines.get(lines.size() / 2).trimmed().copy();
  }

  private void add(Secret secret, byte[] form) {
    if (form.length < PREFIX) {
      return;
    }
    Bytes value = Bytes.of(form);
    long prefix = prefix(value);
    List<Needle> sharing = byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>());
    boolean known =
        sharing.stream().anyMatch(it -> it.of().equals(secret) && it.value().sameAs(value));
    if (!known) {
      sharing.add(new Needle(secret, value));
      endings.set((int) (prefix & 0xffff));
    }
  }

  /**
   * Reports every place in a stretch of a file.
   *
   * @param line the number of its first line
   */
  void in(String path, byte[] file, int line, Consumer<Hit> found) {
    live(file, line, found);
    if (DOTENV_FILE.matcher(path).matches() && !TEMPLATE_FILE.matcher(path).matches()) {
      assignments(file, line, found);
    }
  }

  private void live(byte[] file, int firstLine, Consumer<Hit> found) {
    long window = 0;
    int line = firstLine;
    for (int i = 0; i < file.length; i++) {
      window = (window << 8) | (file[i] & 0xff);
      int start = i - PREFIX + 1;
      if (start >= 0 && endings.get((int) (window & 0xffff))) {
        for (Needle needle : byPrefix.getOrDefault(window, List.of())) {
          if (needle.value().standsIn(file, start)) {
            found.accept(new Hit(line, needle.of().name().toString(), Optional.of(needle.of())));
          }
        }
      }
      line += file[i] == '\n' ? 1 : 0;
    }
  }

  private void assignments(byte[] file, int firstLine, Consumer<Hit> found) {
    Bytes text = Bytes.of(file);
    Matcher assignment = ASSIGNMENT.matcher(text);
    while (assignment.find()) {
      String name = text.name(assignment.start(1), assignment.end(1));
      byte[] value = text.subSequence(assignment.start(2), assignment.end(2)).copy();
      boolean real =
          (CONFIDENTIAL.matcher(name).find() || LooksLike.urlWithPassword(value))
              && Placeholder.in(value).isEmpty()
              && !LooksLike.of(value).setting()
              && Strengths.of(value).bits() >= REAL_LOOKING_BITS;
      Arrays.fill(value, (byte) 0);
      if (real && !live(file, assignment.start(2))) {
        int line = firstLine + Bytes.lineBreaks(file, 0, assignment.start(1));
        found.accept(new Hit(line, name, Optional.empty()));
      }
    }
  }

  private boolean live(byte[] file, int start) {
    return start + PREFIX <= file.length
        && byPrefix
            .getOrDefault(prefix(Bytes.of(file).subSequence(start, file.length)), List.of())
            .stream()
            .anyMatch(it -> it.value().standsIn(file, start));
  }

  private static long prefix(Bytes value) {
    long window = 0;
    for (int i = 0; i < PREFIX; i++) {
      window = (window << 8) | value.charAt(i);
    }
    return window;
  }

  @Override
  public void close() {
    byPrefix.values().forEach(all -> all.forEach(it -> it.value().wipe()));
  }
}
