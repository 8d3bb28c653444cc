package preflight.source.tree;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of files that a test states. */
public final class TreeOf implements SourceTree {

  private final SortedMap<String, byte[]> contents = new TreeMap<>();
  private final SortedMap<String, SourceFile> files = new TreeMap<>();

  private TreeOf() {}

  public static TreeOf files(Map<String, String> texts) {
    var tree = new TreeOf();
    texts.forEach((path, text) -> tree.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return tree;
  }

  /** Files with nothing in them, or with what follows the colon of {@code path: text}. */
  public static TreeOf paths(String... lines) {
    var tree = new TreeOf();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      tree.put(
          colon < 0 ? line : line.substring(0, colon),
          (colon < 0 ? "" : line.substring(colon + 2)).getBytes(StandardCharsets.UTF_8));
    }
    return tree;
  }

  public TreeOf with(String path, String text) {
    put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public TreeOf with(String path, byte[] bytes) {
    put(path, bytes);
    return this;
  }

  private void put(String path, byte[] bytes) {
    contents.put(path, bytes);
    files.put(path, new SourceFile(path, bytes.length, Optional.empty()));
  }

  @Override
  public Path root() {
    return Path.of("/tree");
  }

  @Override
  public SortedMap<String, SourceFile> files() {
    return files;
  }

  @Override
  public SortedMap<String, String> gaps() {
    return new TreeMap<>();
  }

  @Override
  public Content read(SourceFile file) {
    return new Content.Bytes(requireNonNull(contents.get(file.path())));
  }
}
