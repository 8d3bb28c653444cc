package preflight.source.script.module;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jgit.ignore.IgnoreNode;
import preflight.source.tree.TreePath;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that imports can mean, by their path below the root. */
public final class ScriptTree {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  /** Folders whose content a build makes. */
  private static final Set<String> MADE =
      Set.of("generated", "__generated__", "gen", "dist", "build", "out", "node_modules");

  private final Set<String> files;
  private final Set<String> folders = new HashSet<>();
  private final Map<String, List<String>> byLowerCase = new HashMap<>();
  private final Map<String, List<String>> byStem = new HashMap<>();
  private final Map<String, List<String>> byFolder = new HashMap<>();
  private final Set<String> opaque;
  private final Function<String, Optional<String>> texts;
  private final Map<String, Optional<JsonNode>> documents = new HashMap<>();
  private final Map<String, IgnoreNode> ignored = new HashMap<>();

  /**
   * A tree.
   *
   * @param files all paths
   * @param opaque links, submodules and folders that could not be read: there may be more in them
   * @param texts what a file says; empty where it cannot be read as text
   */
  public ScriptTree(
      Collection<String> files,
      Collection<String> opaque,
      Function<String, Optional<String>> texts) {
    this.files = Set.copyOf(files);
    this.opaque = Set.copyOf(opaque);
    this.texts = texts;
    folders.add("");
    for (String file : this.files) {
      index(file);
      byFolder.computeIfAbsent(folder(file), _ -> new ArrayList<>()).add(file);
      byStem.computeIfAbsent(stem(file), _ -> new ArrayList<>()).add(file);
      for (String at = folder(file); folders.add(at); at = folder(at)) {
        index(at);
      }
    }
  }

  private void index(String path) {
    byLowerCase.computeIfAbsent(path.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(path);
  }

  public boolean has(String path) {
    return files.contains(path);
  }

  public boolean hasFolder(String path) {
    return folders.contains(path);
  }

  public Set<String> files() {
    return files;
  }

  public Optional<String> text(String path) {
    return has(path) ? texts.apply(path) : Optional.empty();
  }

  /** A document, in which comments may stand; empty where there is none that can be read. */
  public Optional<JsonNode> json(String path) {
    return documents.computeIfAbsent(
        path,
        _ -> {
          try {
            return text(path)
                .map(it -> JSON.readTree(it.startsWith("\ufeff") ? it.substring(1) : it));
          } catch (JacksonException e) {
            return Optional.empty();
          }
        });
  }

  /** A file or folder whose name differs in the case of letters only. */
  public Optional<String> otherCase(String path) {
    return byLowerCase.getOrDefault(path.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(it -> !it.equals(path))
        .findFirst();
  }

  /** The files of a folder, without those of folders in it. */
  List<String> inFolder(String folder) {
    return byFolder.getOrDefault(folder, List.of());
  }

  /** Files of the same folder whose name goes on after a dot. */
  public List<String> startingWith(String path) {
    return byStem.getOrDefault(stem(path), List.of()).stream()
        .filter(it -> it.startsWith(path + "."))
        .toList();
  }

  /**
   * Whether there may be a file that the tree does not show: links, what a build makes, ignored.
   */
  public boolean mayHide(String path) {
    for (String at = path; !at.isEmpty(); at = folder(at)) {
      String name = TreePath.name(at);
      if (opaque.contains(at) || MADE.contains(name) || name.startsWith(".")) {
        return true;
      }
    }
    return ignores(path);
  }

  private boolean ignores(String path) {
    for (String end : List.of("", ".ts", ".js", ".json", ".tsx", ".d.ts")) {
      String whole = path + end;
      for (String at = folder(whole); ; at = folder(at)) {
        String below = at.isEmpty() ? whole : whole.substring(at.length() + 1);
        IgnoreNode rules = rules(at);
        for (String part = below; !part.isEmpty(); part = folder(part)) {
          @org.jspecify.annotations.Nullable
          Boolean said = rules.checkIgnored(part, part.length() < below.length());
          if (said != null && said) {
            return true;
          }
        }
        if (at.isEmpty()) {
          break;
        }
      }
    }
    return false;
  }

  private IgnoreNode rules(String folder) {
    return ignored.computeIfAbsent(
        folder,
        _ -> {
          var rules = new IgnoreNode();
          text(join(folder, ".gitignore").orElse(""))
              .ifPresent(it -> {
                try {
                  rules.parse(new ByteArrayInputStream(it.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e); // of bytes in memory
                }
              });
          return rules;
        });
  }

  /** The folders from that of a file up to the root. */
  static List<String> upward(String file) {
    var folders = new ArrayList<String>();
    String at = file;
    do {
      at = folder(at);
      folders.add(at);
    } while (!at.isEmpty());
    return folders;
  }

  static String folder(String path) {
    return TreePath.folder(path);
  }

  private static String stem(String path) {
    int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** A path below a folder; empty where it leaves the tree. */
  static Optional<String> join(String folder, String relative) {
    var parts = new ArrayList<String>();
    if (!folder.isEmpty()) {
      parts.addAll(List.of(folder.split("/", -1)));
    }
    for (String part : relative.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }
}
