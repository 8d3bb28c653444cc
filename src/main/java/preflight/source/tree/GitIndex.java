package preflight.source.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What Git tracks, and how each file looked when Git read it last: its index, versions 2 to 4, as
 * {@code gitformat-index(5)} describes it. JGit opens a repository for that, which takes longer
 * than to read all of the index.
 */
final class GitIndex {

  private static final int SIGNATURE = 0x44495243; // DIRC
  private static final int ID = 20;
  private static final int NAME = 0x0fff;
  private static final int STAGE = 0x3000;
  private static final int EXTENDED = 0x4000;
  private static final int INTENT_TO_ADD = 0x2000;
  private static final int SUBMODULE = 0160000;
  private static final int REGULAR = 0100000;
  private static final int TYPE = 0170000;

  private final Map<String, Entry> entries;

  private GitIndex(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * A path that is tracked.
   *
   * @param known how the file looked when Git knew its content
   * @param settled whether that was one content: no conflict, no file to be added later, and not as
   *     new as the index, in which case it may have changed after Git looked
   * @param blob the content, 40 hexadecimal digits
   */
  record Entry(FileStamp known, boolean submodule, boolean settled, String blob) {

    /** Whether a file that looks like this has the content that Git knows. */
    boolean holds(FileStamp now) {
      return settled && known.fits(now);
    }
  }

  /**
   * Reads an index; one that is not there tracks nothing.
   *
   * @throws IOException where it is damaged, or written in a way that nobody knows
   */
  static GitIndex read(Path file) throws IOException {
    FileStamp written;
    byte[] bytes;
    try {
      written = FileStamp.of(file);
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new GitIndex(Map.of());
    }
    try {
      return new GitIndex(entries(bytes, written));
    } catch (RuntimeException e) {
      throw damaged(e.toString());
    }
  }

  Map<String, Entry> entries() {
    return entries;
  }

  private static Map<String, Entry> entries(byte[] bytes, FileStamp written) throws IOException {
    int end = bytes.length - ID;
    if (end < 0 || !whole(bytes, end)) {
      throw damaged("its checksum is another one");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    if (in.getInt() != SIGNATURE) {
      throw damaged("it is no index");
    }
    int version = in.getInt();
    if (version < 2 || version > 4) {
      throw damaged("version " + version);
    }
    int count = in.getInt();
    Map<String, Entry> entries = HashMap.newHashMap(Math.min(count, end));
    byte[] name = new byte[0];
    for (int i = 0; i < count; i++) {
      int start = in.position();
      int changedSeconds = in.getInt();
      int changedNanos = in.getInt();
      int modifiedSeconds = in.getInt();
      int modifiedNanos = in.getInt();
      in.getInt(); // the device, which changes with each mount
      int inode = in.getInt();
      int mode = in.getInt();
      in.getLong(); // owner and group
      int size = in.getInt();
      String blob = HexFormat.of().formatHex(bytes, in.position(), in.position() + ID);
      in.position(in.position() + ID);
      int flags = in.getShort();
      boolean later =
          version > 2 && (flags & EXTENDED) != 0 && (in.getShort() & INTENT_TO_ADD) != 0;
      if (version == 4) {
        int kept = name.length - offset(in);
        int length = zero(bytes, in.position()) - in.position();
        name = Arrays.copyOf(name, kept + length);
        in.get(name, kept, length);
        in.get();
      } else {
        int length = flags & NAME;
        if (length == NAME) {
          length = zero(bytes, in.position()) - in.position();
        }
        name = new byte[length];
        in.get(name);
        // With one to eight zeros, an entry is a multiple of eight bytes.
        in.position(start + ((in.position() - start + 8) & ~7));
      }
      FileStamp known =
          new FileStamp(
              mode,
              Integer.toUnsignedLong(size),
              modifiedSeconds,
              modifiedNanos,
              changedSeconds,
              changedNanos,
              Integer.toUnsignedLong(inode));
      boolean settled =
          (flags & STAGE) == 0
              && !later
              && (mode & TYPE) == REGULAR
              && known.modifiedBefore(written);
      entries.put(
          new String(name, StandardCharsets.UTF_8),
          new Entry(known, (mode & TYPE) == SUBMODULE, settled, blob));
    }
    extensions(in);
    return entries;
  }

  /** A small letter begins what nobody may pass over: a split or a sparse index. */
  private static void extensions(ByteBuffer in) throws IOException {
    while (in.remaining() >= 8) {
      int kind = in.get() & 0xff;
      in.position(in.position() + 3);
      if (kind < 'A' || kind > 'Z') {
        throw damaged("it has an extension that is not known");
      }
      int length = in.getInt();
      in.position(in.position() + length);
    }
  }

  private static int offset(ByteBuffer in) {
    int next = in.get();
    int value = next & 0x7f;
    while ((next & 0x80) != 0) {
      next = in.get();
      value = ((value + 1) << 7) | (next & 0x7f);
    }
    return value;
  }

  private static int zero(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != 0) {
      at++;
    }
    return at;
  }

  /** {@code index.skipHash} writes zeros. */
  private static boolean whole(byte[] bytes, int end) {
    byte[] sum = Arrays.copyOfRange(bytes, end, bytes.length);
    if (Arrays.equals(sum, new byte[ID])) {
      return true;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(bytes, 0, end);
      return MessageDigest.isEqual(digest.digest(), sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static IOException damaged(String why) {
    return new IOException("the index of Git cannot be read: " + why);
  }
}
