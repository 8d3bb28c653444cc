package preflight.probe.secret.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import preflight.probe.secret.form.FileKind;
import preflight.probe.secret.form.Looks;
import preflight.probe.secret.repository.Needles.Hit;
import preflight.probe.secret.text.Bytes;

/** Searches one file after another, of any size, with one buffer; for one thread. */
final class FileSearch {

  /** How much of a file is in memory at once. */
  private static final int PIECE = 1 << 20;

  /** How much of that once more with the next, so that no value is cut in two. */
  private static final int LONGEST_SECRET = 64 << 10;

  private static final int BINARY_WITHIN = 8000;
  private static final int MOST_HITS = 200;
  private static final int LARGEST_UTF_16 = 8 << 20;
  private static final int LARGEST_ENTRY = 16 << 20;
  private static final int LARGEST_PLAN = 64 << 20;
  private static final int ZIP = 0x504B0304;
  private static final int ZIP_NAME_LENGTH = 26;
  private static final int ZIP_NAME = 30;
  private static final Pattern OF_PLAN =
      Pattern.compile("(tfplan|tfstate|tfstate-prev|tfconfig/|\\.terraform\\.lock\\.hcl).*");
  private static final FileKind IN_PLAN = FileKind.of("tfplan");

  private final Needles needles;
  private final BooleanSupplier over;
  private final byte[] buffer = new byte[PIECE + LONGEST_SECRET];

  /** Searches until it is told that the search is over. */
  FileSearch(Needles needles, BooleanSupplier over) {
    this.needles = needles;
    this.over = over;
  }

  /**
   * All hits in a file.
   *
   * @param unsearched hears why a part of it was not looked into, as a predicate
   */
  Set<Hit> in(Content content, FileKind kind, Consumer<String> unsearched) throws IOException {
    var hits = new LinkedHashSet<Hit>();
    Consumer<Hit> keep =
        it -> {
          if (hits.size() < MOST_HITS) {
            hits.add(it);
          }
        };
    Optional<Charset> wide;
    boolean plan;
    try (InputStream stream = content.open()) {
      int length = stream.readNBytes(buffer, 0, buffer.length);
      wide = utf16(length);
      plan = plan(length);
      if (wide.isEmpty()) {
        pieces(stream, length, kind, keep);
      }
    }
    if (wide.isPresent()) {
      utf16(content, wide.get(), kind, keep, unsearched);
    }
    if (plan) {
      try (InputStream stream = content.open()) {
        plan(stream, keep, unsearched);
      }
    }
    if (kind.state() && !kind.pretended()) {
      try (InputStream stream = content.open()) {
        state(stream, hits, keep);
      }
    }
    return hits;
  }

  private void pieces(InputStream stream, int read, FileKind kind, Consumer<Hit> keep)
      throws IOException {
    boolean binary = binary(read);
    int length = read;
    int line = 1;
    while (!over.getAsBoolean()) {
      needles.in(kind, buffer, 0, length, line, binary, keep);
      if (length < buffer.length) {
        return;
      }
      int kept = length - LONGEST_SECRET;
      line += Bytes.lineBreaks(buffer, 0, kept);
      System.arraycopy(buffer, kept, buffer, 0, LONGEST_SECRET);
      int more = stream.readNBytes(buffer, LONGEST_SECRET, buffer.length - LONGEST_SECRET);
      if (more == 0) {
        return;
      }
      length = LONGEST_SECRET + more;
    }
  }

  /** As Git tells it: text has no zero near its beginning. */
  private boolean binary(int length) {
    for (int i = 0; i < Math.min(length, BINARY_WITHIN); i++) {
      if (buffer[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** What Windows writes. */
  private Optional<Charset> utf16(int length) {
    if (length < 2) {
      return Optional.empty();
    }
    int mark = ((buffer[0] & 0xff) << 8) | (buffer[1] & 0xff);
    return switch (mark) {
      case 0xFFFE -> Optional.of(StandardCharsets.UTF_16LE);
      case 0xFEFF -> Optional.of(StandardCharsets.UTF_16BE);
      default -> Optional.empty();
    };
  }

  private void utf16(
      Content content,
      Charset charset,
      FileKind kind,
      Consumer<Hit> keep,
      Consumer<String> unsearched)
      throws IOException {
    try (InputStream stream = content.open()) {
      byte[] all = stream.readNBytes(LARGEST_UTF_16);
      if (stream.read() >= 0) {
        unsearched.accept("is UTF-16, and was searched only to 8 MiB");
      }
      byte[] text = new String(all, charset).getBytes(UTF_8);
      Arrays.fill(all, (byte) 0);
      needles.in(kind, text, 0, text.length, 1, false, keep);
      Arrays.fill(text, (byte) 0);
    }
  }

  /** A plan that Terraform saved is an archive, with the state in it. */
  private boolean plan(int length) {
    if (length < ZIP_NAME + 1 || ByteBuffer.wrap(buffer).getInt() != ZIP) {
      return false;
    }
    int name = Math.min(buffer[ZIP_NAME_LENGTH] & 0xff, length - ZIP_NAME);
    return OF_PLAN.matcher(new String(buffer, ZIP_NAME, name, UTF_8)).matches();
  }

  private void plan(InputStream stream, Consumer<Hit> keep, Consumer<String> unsearched)
      throws IOException {
    int left = LARGEST_PLAN;
    try (var archive = new ZipInputStream(stream)) {
      for (ZipEntry entry = archive.getNextEntry();
          entry != null && !over.getAsBoolean();
          entry = archive.getNextEntry()) {
        byte[] content = archive.readNBytes(Math.min(left, LARGEST_ENTRY));
        left -= content.length;
        if (archive.read() >= 0) {
          unsearched.accept("is a Terraform plan that holds more than is unpacked");
          return;
        }
        String state = entry.getName().startsWith("tfstate") ? entry.getName() : null;
        inPlan(content, state, keep);
        Arrays.fill(content, (byte) 0);
      }
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      unsearched.accept("is a Terraform plan that cannot be unpacked");
    }
  }

  /** Lines within an archive help nobody. */
  private void inPlan(byte[] content, @Nullable String state, Consumer<Hit> keep)
      throws IOException {
    Consumer<Hit> first =
        it -> keep.accept(new Hit(1, it.what(), it.ours(), it.live(), it.looks()));
    needles.in(IN_PLAN, content, 0, content.length, 1, state == null, first);
    if (state != null) {
      TerraformState.in(
          new ByteArrayInputStream(content),
          (address, _) -> first.accept(new Hit(1, address, false, Optional.empty(), Looks.STATE)));
    }
  }

  private static void state(InputStream stream, Set<Hit> hits, Consumer<Hit> keep)
      throws IOException {
    TerraformState.in(
        stream,
        (address, line) -> {
          if (hits.stream().noneMatch(it -> it.line() == line)) {
            keep.accept(new Hit(line, address, false, Optional.empty(), Looks.STATE));
          }
        });
  }
}
