package preflight.profile.reading;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import preflight.check.Place;
import preflight.file.RegularFile;

/** The bytes of a file and the text that they are in UTF-8. */
public record SourceText(String file, ByteBuffer bytes, String text) {

  private static final int LARGEST = 1;

  /**
   * Reads a file of at most 1 MiB; what keeps it from being read is a mistake.
   *
   * @param named where the file is named
   */
  public static Optional<SourceText> read(Path path, Place named, Mistakes mistakes) {
    String file = path.toString();
    return switch (RegularFile.read(path, LARGEST)) {
      case RegularFile.Content.Bytes it -> decode(file, it.array(), mistakes);
      case RegularFile.Content.Missing _ -> mistakes.add(named, "no such file: " + file);
      case RegularFile.Content.Unfit(String why) -> mistakes.add(named, file + " " + why);
      case RegularFile.Content.Closed(String why) -> mistakes.add(named, file + " " + why);
    };
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
