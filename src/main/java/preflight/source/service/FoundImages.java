package preflight.source.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreePath;

/** The images that a tree without a profile builds: one for each of its Dockerfiles. */
final class FoundImages {

  private static final Pattern DOCKERFILE =
      Pattern.compile("(?:Dockerfile|Containerfile)(?:\\.[^/]+)?|[^/]+\\.[Dd]ockerfile");

  private static final Set<Role> ASIDE = Set.of(Role.TEST, Role.VENDORED, Role.BACKUP);

  private FoundImages() {}

  /** The Dockerfiles of a tree, but for those of tests and of others. */
  static List<String> dockerfiles(SourceTree tree, Roles roles) {
    return tree.files().keySet().stream()
        .filter(it -> isDockerfile(it) && !ASIDE.contains(roles.of(it)))
        .toList();
  }

  /** By name, in the order of their paths; a build without a context where that is not known. */
  static SortedMap<String, StartRules.Image> in(SourceTree tree, Roles roles, CodeTree code)
      throws InterruptedException {
    Map<String, List<String>> byFolder = new LinkedHashMap<>();
    for (String path : dockerfiles(tree, roles)) {
      byFolder.computeIfAbsent(TreePath.folder(path), _ -> new ArrayList<>()).add(path);
    }
    SortedMap<String, StartRules.Image> images = new TreeMap<>();
    for (var each : byFolder.entrySet()) {
      for (String path : each.getValue()) {
        String name =
            name(each.getValue().size() == 1 && !each.getKey().isEmpty() ? each.getKey() : path);
        while (images.containsKey(name)) {
          name += "-x";
        }
        images.put(name, new StartRules.Image(path, context(tree, roles, code, path), false));
      }
    }
    return images;
  }

  private static boolean isDockerfile(String path) {
    return DOCKERFILE.matcher(TreePath.name(path)).matches() && !path.endsWith(".dockerignore");
  }

  private static String name(String path) {
    String plain =
        path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty() ? "image" : plain.matches("[a-z].*") ? plain : "image-" + plain;
  }

  /**
   * The context in which all is there that the Dockerfile copies; if both have all, the one with
   * Python files, and with those that it starts; empty where that tells nothing.
   */
  private static Optional<Build> context(SourceTree tree, Roles roles, CodeTree code, String path)
      throws InterruptedException {
    Build root = Build.of(path, "");
    if (TreePath.folder(path).isEmpty()) {
      return Optional.of(root);
    }
    Build own = Build.of(path, TreePath.folder(path));
    int lacksRoot = missing(tree, root);
    int lacksOwn = missing(tree, own);
    if (lacksRoot != lacksOwn && Math.min(lacksRoot, lacksOwn) == 0) {
      return Optional.of(lacksRoot < lacksOwn ? root : own);
    }
    Optional<ServiceCode> ofRoot = code(code, roles, root);
    Optional<ServiceCode> ofOwn = code(code, roles, own);
    boolean onlyOwn = !holds(ofRoot) && holds(ofOwn);
    if (onlyOwn || !holds(ofOwn)) {
      return Optional.of(onlyOwn ? own : root);
    }
    boolean startsRoot = starts(ofRoot);
    boolean startsOwn = starts(ofOwn);
    return startsRoot == startsOwn ? Optional.empty() : Optional.of(startsRoot ? root : own);
  }

  private static Optional<ServiceCode> code(CodeTree code, Roles roles, Build build) {
    return code.read(build, roles, "all", it -> it)
            instanceof SourceCode.Answer.Read(var read, var _)
        ? Optional.of(read)
        : Optional.empty();
  }

  private static boolean holds(Optional<ServiceCode> code) throws InterruptedException {
    return code.isPresent() && !code.get().production().isEmpty();
  }

  private static boolean starts(Optional<ServiceCode> code) throws InterruptedException {
    return code.isPresent() && code.get().starts();
  }

  private static int missing(SourceTree tree, Build build) {
    return ImageReader.read(tree, build) instanceof ImageReader.Answer.Read(var contents)
        ? contents.missing().size()
        : 0;
  }
}
