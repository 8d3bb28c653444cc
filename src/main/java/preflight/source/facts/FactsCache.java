package preflight.source.facts;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import preflight.source.tree.ContentId;

/**
 * Facts by content, in one file outside of the tree. A damaged or foreign file is no cache: then
 * everything is read again. It holds what the source says and no credentials of an environment.
 *
 * @param <R> the facts of a file
 */
public final class FactsCache<R extends Record> {

  private static final int ID = 20;
  private static final long LARGEST = 512L << 20;

  private final RecordCodec<R> codec;
  private final byte[] format;
  private final Optional<Path> file;
  private final Map<String, ByteBuffer> earlier = new HashMap<>();
  private final Map<String, byte[]> used = new ConcurrentHashMap<>();
  private volatile boolean changed;
  private volatile boolean opened;

  /**
   * Opens the cache of a tree.
   *
   * @param folder where caches are; nothing is remembered where it is empty
   * @param format of the facts: what was written with another one is not read
   */
  public FactsCache(Class<R> type, Optional<Path> folder, Path tree, String format) {
    this.codec = new RecordCodec<>(type);
    this.format = digest(format + codec.shape());
    this.file = folder.map(it -> it.resolve(name(tree) + ".facts"));
  }

  /** What earlier runs read; the file is opened when the first content is asked for. */
  private synchronized Map<String, ByteBuffer> earlier() {
    if (!opened) {
      opened = true;
      file.ifPresent(this::load);
    }
    return earlier;
  }

  /** Where caches are on this machine: as the XDG base directory specification says. */
  public static Optional<Path> folder(Map<String, String> variables) {
    String own = variables.getOrDefault("XDG_CACHE_HOME", "");
    String home = variables.getOrDefault("HOME", "");
    if (own.startsWith("/")) {
      return Optional.of(Path.of(own, "preflight", "code"));
    }
    return home.startsWith("/")
        ? Optional.of(Path.of(home, ".cache", "preflight", "code"))
        : Optional.empty();
  }

  /** What Git calls a content. */
  public static String blob(byte[] content) {
    return ContentId.of(content);
  }

  /** The facts of a content, if they are known. */
  public Optional<R> get(String blob) {
    ByteBuffer known = earlier().get(blob);
    if (known == null) {
      return Optional.empty();
    }
    byte[] bytes = new byte[known.remaining()];
    known.duplicate().get(bytes);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      R facts = codec.read(in);
      used.put(blob, bytes);
      return Optional.of(facts);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Remembers the facts of a content. */
  public void put(String blob, R facts) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      codec.write(facts, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
    used.put(blob, bytes.toByteArray());
    changed = true;
  }

  /** Keeps what this run used, for the next one; a folder that cannot be written keeps nothing. */
  public void save() {
    if (file.isEmpty() || (!changed && (!opened || used.size() == earlier().size()))) {
      return;
    }
    Path to = file.get();
    try {
      Path next = next(to);
      var sum = new CRC32C();
      try (var file = new BufferedOutputStream(Files.newOutputStream(next));
          var out = new DataOutputStream(new CheckedOutputStream(file, sum))) {
        out.write(format);
        for (var each : new TreeMap<>(used).entrySet()) {
          out.write(HexFormat.of().parseHex(each.getKey()));
          out.writeInt(each.getValue().length);
          out.write(each.getValue());
        }
        out.writeInt((int) sum.getValue());
      }
      replace(next, to);
    } catch (IOException | UnsupportedOperationException e) {
      // The next run reads everything again.
    }
  }

  /** An empty file beside another one, which it is to replace, and which nobody else reads. */
  static Path next(Path to) throws IOException {
    Files.createDirectories(to.getParent());
    return Files.createTempFile(
        to.getParent(),
        "facts",
        ".next",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** At once, so that nobody reads half of it. */
  static void replace(Path next, Path to) throws IOException {
    Files.move(next, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void load(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer all = ByteBuffer.wrap(bytes);
      byte[] its = new byte[format.length];
      int end = all.limit() - Integer.BYTES;
      if (end < its.length || !whole(bytes, all, end)) {
        return;
      }
      all.get(its);
      if (!MessageDigest.isEqual(its, format)) {
        return;
      }
      all.limit(end);
      byte[] id = new byte[ID];
      while (all.hasRemaining()) {
        all.get(id);
        int length = all.getInt();
        earlier.put(HexFormat.of().formatHex(id), all.slice(all.position(), length));
        all.position(all.position() + length);
      }
    } catch (IOException e) {
      earlier.clear();
    }
  }

  private static boolean whole(byte[] bytes, ByteBuffer all, int end) {
    var sum = new CRC32C();
    sum.update(bytes, 0, end);
    return (int) sum.getValue() == all.getInt(end);
  }

  /** A tree as the name of a file. */
  static String name(Path tree) {
    return HexFormat.of().formatHex(digest(tree.toAbsolutePath().toString()), 0, 8);
  }

  static byte[] digest(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return digest(bytes, 0, bytes.length);
  }

  static byte[] digest(byte[] bytes, int from, int to) {
    MessageDigest digest = algorithm("SHA-256");
    digest.update(bytes, from, to - from);
    return digest.digest();
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
