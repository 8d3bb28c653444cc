package preflight.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens regular files only, and reads no more than they may hold: a pipe can block for ever, and a
 * device need not end.
 */
public final class RegularFile {

  /** What ends the sentence about a file that is none. */
  private static final String SPECIAL = "is a device, a pipe or a socket; name a regular file";

  private RegularFile() {}

  /** What came of reading a file. */
  public sealed interface Content {

    /** All of it; who read it may overwrite the bytes. */
    final class Bytes implements Content {

      private final byte[] all;

      Bytes(byte[] all) {
        this.all = all;
      }

      public byte[] array() {
        return all;
      }
    }

    record Missing() implements Content {}

    /**
     * What stands there is nothing to read.
     *
     * @param why ends a sentence that begins with the name of the file
     */
    record Unfit(String why) implements Content {}

    /**
     * The system does not let it be read.
     *
     * @param why ends a sentence that begins with the name of the file
     */
    record Closed(String why) implements Content {}
  }

  /**
   * Reads a whole file.
   *
   * @param mebibytes how large it may be
   */
  public static Content read(Path file, int mebibytes) {
    int largest = mebibytes << 20;
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new Content.Unfit("is a directory");
      }
      if (attributes.isOther()) {
        return new Content.Unfit(SPECIAL);
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(largest + 1);
        return bytes.length > largest
            ? new Content.Unfit("is larger than %d MiB".formatted(mebibytes))
            : new Content.Bytes(bytes);
      }
    } catch (NoSuchFileException e) {
      return new Content.Missing();
    } catch (AccessDeniedException e) {
      return new Content.Closed("may not be read by this user");
    } catch (IOException e) {
      return new Content.Closed("cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  /** Whether something stands there that is neither a file nor a directory. */
  public static boolean isSpecial(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      // Whoever reads it says what is wrong.
      return false;
    }
  }

  /** Says of what {@link #isSpecial} that it is refused. */
  public static String refusal() {
    return SPECIAL;
  }
}
