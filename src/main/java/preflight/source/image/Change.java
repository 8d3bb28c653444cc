package preflight.source.image;

/**
 * A step that may make, move or remove files, which ones nobody can tell without running it.
 *
 * @param line of the Dockerfile
 * @param path in the image: this, and everything below it
 * @param command what does it
 */
public record Change(int line, String path, String command) {

  public boolean covers(String file) {
    return path.equals("/") || file.equals(path) || file.startsWith(path + "/");
  }
}
