package preflight.source.tree;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system tells of a file. A file that looks the same was not written to, unless it
 * was in the moment in which it was looked at.
 *
 * @param mode its kind and permissions, as {@code stat(2)} gives them
 * @param modified seconds and nanoseconds since 1970, when its content was written
 * @param changed when anything of it was, in the same way; 0 where the system does not tell
 * @param inode its number; 0 where the system does not tell
 */
record FileStamp(
    int mode,
    long size,
    long modified,
    int modifiedNanos,
    long changed,
    int changedNanos,
    long inode) {

  private static final String UNIX = "unix:mode,size,lastModifiedTime,ctime,ino";
  private static final int TYPE = 0170000;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final long WORD = 0xffff_ffffL;

  /**
   * Looks at a file, and not at what a link leads to.
   *
   * @throws IOException as {@link Files#readAttributes} does
   */
  static FileStamp of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes its =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant modified = its.lastModifiedTime().toInstant();
      return new FileStamp(
          its.isRegularFile() ? FILE : its.isDirectory() ? FOLDER : its.isSymbolicLink() ? LINK : 0,
          its.size(),
          modified.getEpochSecond(),
          modified.getNano(),
          0,
          0,
          0);
    }
    Map<String, Object> its = Files.readAttributes(file, UNIX, LinkOption.NOFOLLOW_LINKS);
    Instant modified = told(its, "lastModifiedTime", FileTime.class).toInstant();
    Instant changed = told(its, "ctime", FileTime.class).toInstant();
    return new FileStamp(
        told(its, "mode", Integer.class),
        told(its, "size", Long.class),
        modified.getEpochSecond(),
        modified.getNano(),
        changed.getEpochSecond(),
        changed.getNano(),
        told(its, "ino", Long.class));
  }

  private static <T> T told(Map<String, Object> its, String name, Class<T> type) {
    return type.cast(requireNonNull(its.get(name)));
  }

  boolean isFile() {
    return (mode & TYPE) == FILE;
  }

  boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  /**
   * Whether a file that looks like this may be the one of this line of an index, which keeps 32
   * bits of each number, and 0 for what whoever wrote it did not ask.
   */
  boolean fits(FileStamp now) {
    return now.isFile()
        && size == (now.size & WORD)
        && same(modified, now.modified)
        && (modifiedNanos == 0 || modifiedNanos == now.modifiedNanos)
        && (changed == 0
            || now.changed == 0
            || (same(changed, now.changed)
                && (changedNanos == 0 || changedNanos == now.changedNanos)))
        && (inode == 0 || now.inode == 0 || inode == (now.inode & WORD));
  }

  private static boolean same(long indexed, long now) {
    return (indexed & WORD) == (now & WORD);
  }

  /** Whether it was written before another file was. */
  boolean modifiedBefore(FileStamp other) {
    long mine = modified & WORD;
    long others = other.modified & WORD;
    return mine < others || (mine == others && modifiedNanos < other.modifiedNanos);
  }

  /** Whether its times have parts of a second. */
  boolean fine() {
    return modifiedNanos != 0 || changedNanos != 0;
  }

  /** Whether nothing of it changed since a moment. */
  boolean before(Instant moment) {
    return Instant.ofEpochSecond(modified, modifiedNanos).isBefore(moment)
        && Instant.ofEpochSecond(changed, changedNanos).isBefore(moment);
  }
}
