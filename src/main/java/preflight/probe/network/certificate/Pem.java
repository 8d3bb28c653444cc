package preflight.probe.network.certificate;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import preflight.file.RegularFile;
import preflight.probe.SecretValue;
import preflight.resource.ResourceName;

/** Certificates or a key in PEM (RFC 7468). */
public sealed interface Pem {

  /**
   * Its bytes.
   *
   * @throws IOException where it cannot be read; its message says so
   */
  byte[] bytes() throws IOException;

  /** Where it is, for a sentence. */
  String where();

  record InFile(Path file) implements Pem {

    // In MiB; the bundle of a whole operating system has a quarter of one.
    private static final int LARGEST = 4;

    @Override
    public byte[] bytes() throws IOException {
      return switch (RegularFile.read(file, LARGEST)) {
        case RegularFile.Content.Bytes it -> it.array();
        case RegularFile.Content.Missing _ -> throw new IOException("there is no file " + file);
        case RegularFile.Content.Unfit(String why) -> throw new IOException(file + " " + why);
        case RegularFile.Content.Closed(String why) -> throw new IOException(file + " " + why);
      };
    }

    @Override
    public String where() {
      return file.toString();
    }
  }

  /** One that a secret holds; within a run it holds the same all the time. */
  record InSecret(ResourceName secret, SecretValue value) implements Pem {

    @Override
    public byte[] bytes() {
      return value.reveal();
    }

    @Override
    public String where() {
      return secret.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof InSecret(ResourceName name, _) && name.equals(secret);
    }

    @Override
    public int hashCode() {
      return secret.hashCode();
    }
  }
}
