package preflight.probe.secret.repository;

import java.io.IOException;
import java.io.InputStream;

/** Something that can be read from its beginning, again and again. */
@FunctionalInterface
interface Content {
  InputStream open() throws IOException;
}
