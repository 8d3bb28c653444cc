package preflight.sandbox;

import java.util.List;

/**
 * One image in the registry of the sandbox.
 *
 * @param name {@code backend}
 * @param digest {@code sha256:…}
 * @param program what it holds: its name and commit, what it requires, its fault or its crash
 */
record Image(String name, List<String> tags, String digest, Service program) {

  Image {
    tags = List.copyOf(tags);
  }

  static String repository(String name) {
    return Registry.REPOSITORY + "/" + name;
  }

  /** The name that nothing can be pushed over. */
  String byDigest() {
    return repository(name) + "@" + digest;
  }
}
