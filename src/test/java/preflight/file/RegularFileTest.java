package preflight.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class RegularFileTest {

  private static final RegularFile.Content SPECIAL =
      new RegularFile.Content.Unfit("is a device, a pipe or a socket; name a regular file");

  @TempDir Path folder;

  @Test
  void a_regular_file_is_read() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "text");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(((RegularFile.Content.Bytes) RegularFile.read(link, 1)).array())
        .asString()
        .isEqualTo("text");
    assertThat(RegularFile.isSpecial(link)).isFalse();
  }

  @Test
  void a_pipe_is_not_waited_for() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    assertThat(RegularFile.read(pipe, 1)).isEqualTo(SPECIAL);
    assertThat(RegularFile.isSpecial(pipe)).isTrue();
  }

  @Test
  void a_device_is_not_read_nor_a_socket() throws Exception {
    Path path = folder.resolve("socket");
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));

      assertThat(RegularFile.read(path, 1)).isEqualTo(SPECIAL);
      assertThat(RegularFile.read(Path.of("/dev/zero"), 1)).isEqualTo(SPECIAL);
      assertThat(RegularFile.read(Path.of("/dev/null"), 1)).isEqualTo(SPECIAL);
    }
  }

  @Test
  void a_directory_and_a_file_that_is_too_large_are_nothing_to_read() throws Exception {
    Path large = folder.resolve("large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    assertThat(RegularFile.read(folder, 1))
        .isEqualTo(new RegularFile.Content.Unfit("is a directory"));
    assertThat(RegularFile.read(large, 1))
        .isEqualTo(new RegularFile.Content.Unfit("is larger than 1 MiB"));
  }

  @Test
  void what_is_not_there_or_goes_in_circles_is_no_defect() throws Exception {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));

    assertThat(RegularFile.read(folder.resolve("none"), 1))
        .isEqualTo(new RegularFile.Content.Missing());
    assertThat(RegularFile.read(loop, 1)).isInstanceOf(RegularFile.Content.Closed.class);
    assertThat(RegularFile.isSpecial(loop)).isFalse();
  }
}
