package preflight.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import preflight.check.Place;

/** The bytes of a file and the text that they are in UTF-8. */
record SourceText(String file, ByteBuffer bytes, String text) {

  private static final int LARGEST = 1 << 20;

  /**
   * Reads a file of at most 1 MiB; what keeps it from being read is a mistake.
   *
   * @param named where the file is named
   */
  static Optional<SourceText> read(Path path, Place named, Mistakes mistakes) {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      return mistakes.add(named, file + " is a directory");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? mistakes.add(new Place(file, 1, 1), "the file is larger than 1 MiB")
          : decode(file, bytes, mistakes);
    } catch (NoSuchFileException e) {
      return mistakes.add(named, "no such file: " + file);
    } catch (AccessDeniedException e) {
      return mistakes.add(named, "%s may not be read by this user".formatted(file));
    } catch (IOException e) {
      return mistakes.add(
          named, "%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
    }
  }

  private static Optional<SourceText> decode(String file, byte[] bytes, Mistakes mistakes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      return mistakes.add(
          placeAfter(file, text), "not UTF-8: byte %d of the file".formatted(in.position() + 1));
    }
    return Optional.of(
        new SourceText(
            file, ByteBuffer.wrap(bytes), text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /** The place that follows a text. */
  static Place placeAfter(String file, String text) {
    int lines = (int) text.chars().filter(it -> it == '\n').count();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return new Place(file, lines + 1, last.codePointCount(0, last.length()) + 1);
  }
}
