package preflight.probe.secret.repository;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import preflight.probe.secret.Credential;
import preflight.probe.secret.form.Anchors;
import preflight.probe.secret.form.Anchors.Anchor;
import preflight.probe.secret.form.FileKind;
import preflight.probe.secret.form.FormSearch;
import preflight.probe.secret.form.Looks;
import preflight.probe.secret.form.Sighting;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.Placeholder;
import preflight.resource.Secret;

/**
 * Live values, as they stand and encoded, and what looks like a credential, looked for in files in
 * one pass. May be used by many threads.
 */
final class Needles implements AutoCloseable {

  private static final int PREFIX = 8;
  private static final int GROUP = 3;
  private static final int MOST = 1000;

  private final FormSearch forms;
  private final int formAnchors;
  private final List<Needle> live = new ArrayList<>();
  private final Anchors anchors;

  private record Needle(Secret of, Bytes value) {}

  /**
   * A place in a file.
   *
   * @param what the secret, the variable, the form or the account; never a value
   * @param ours whether that is a word of ours
   * @param live the secret whose value stands there
   */
  record Hit(int line, String what, boolean ours, Optional<Secret> live, Looks looks) {}

  Needles(List<Credential> credentials, InstantSource clock) {
    this.forms = new FormSearch(clock);
    for (Credential credential : credentials) {
      byte[] value = credential.value().reveal();
      if (Placeholder.in(value).isEmpty()) {
        forms(Bytes.of(value).trimmed()).forEach(form -> add(credential.secret(), form));
      }
    }
    List<Anchor> all = new ArrayList<>(forms.anchors());
    this.formAnchors = all.size();
    live.forEach(it -> all.add(new Anchor(it.value().copy(), false)));
    this.anchors = new Anchors(all);
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
    Bytes value = Bytes.of(form);
    boolean known =
        live.stream().anyMatch(it -> it.of().equals(secret) && it.value().sameAs(value));
    if (form.length >= PREFIX && !known) {
      live.add(new Needle(secret, value));
    }
  }

  /**
   * Reports every place in a stretch of a file.
   *
   * @param line the number of its first line
   * @param binary whether it is no text, in which a name before a value means nothing
   */
  void in(
      FileKind kind, byte[] text, int from, int to, int line, boolean binary, Consumer<Hit> found) {
    var values = new ArrayList<Sighting>();
    var lines = new Lines(text, from, line);
    FormSearch.Reading reading = forms.reading(text, from, to, kind, binary);
    anchors.in(
        text,
        from,
        to,
        (anchor, at) -> {
          if (anchor < formAnchors) {
            reading.at(anchor, at);
          } else {
            Needle needle = live.get(anchor - formAnchors);
            String what = needle.of().name().toString();
            if (values.size() < MOST) {
              values.add(new Sighting(at, at + needle.value().length(), what, true, Looks.LIVE));
            }
            found.accept(new Hit(lines.at(at), what, true, Optional.of(needle.of()), Looks.LIVE));
          }
        });
    for (Sighting it : reading.all()) {
      if (values.stream().noneMatch(it::overlaps)) {
        found.accept(
            new Hit(lines.at(it.from()), it.what(), it.ours(), Optional.empty(), it.looks()));
      }
    }
  }

  /** Counts lines from the place that was asked for last. */
  private static final class Lines {
    private final byte[] text;
    private int at;
    private int line;

    Lines(byte[] text, int from, int line) {
      this.text = text;
      this.at = from;
      this.line = line;
    }

    int at(int place) {
      line += place >= at ? Bytes.lineBreaks(text, at, place) : -Bytes.lineBreaks(text, place, at);
      at = place;
      return line;
    }
  }

  @Override
  public void close() {
    anchors.wipe(formAnchors);
    live.forEach(it -> it.value().wipe());
  }
}
