package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import preflight.source.image.dockerfile.Dockerfile;
import preflight.source.image.dockerfile.DockerfileReader;
import preflight.source.image.dockerfile.Mistake;
import preflight.source.image.ignore.DockerIgnore;
import preflight.source.image.ignore.GcloudIgnore;
import preflight.source.image.ignore.Verdict;
import preflight.source.tree.SourceText;
import preflight.source.tree.SourceTree;

/** Finds out what a build packs. */
public final class ImageReader {

  private final SourceTree tree;
  private final Build build;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Unknown> unknowns = new ArrayList<>();

  private ImageReader(SourceTree tree, Build build) {
    this.tree = tree;
    this.build = build;
  }

  /** What came of it. */
  public sealed interface Answer {

    record Read(ImageContents contents) implements Answer {}

    /**
     * There is no Dockerfile to read.
     *
     * @param why as a clause about the Dockerfile
     */
    record Unread(String dockerfile, String why) implements Answer {}
  }

  public static Answer read(SourceTree tree, Build build) {
    return switch (SourceText.of(tree, build.dockerfile())) {
      case SourceText.Text(String text) ->
          new Answer.Read(
              new ImageReader(tree, build)
                  .contents(DockerfileReader.read(build.dockerfile(), text)));
      case SourceText.Missing _ ->
          new Answer.Unread(
              build.dockerfile(),
              tree.isFolder(build.dockerfile()) ? "is a directory" : "is not in the tree");
      case SourceText.Unread(String why) -> new Answer.Unread(build.dockerfile(), why);
    };
  }

  private ImageContents contents(Dockerfile file) {
    DockerIgnore ignore = dockerIgnore();
    mistakes.addAll(ignore.mistakes());
    Optional<GcloudIgnore> upload =
        build.uploaded() ? Optional.of(GcloudIgnore.of(tree, build.context())) : Optional.empty();
    SortedMap<String, Origin> sent = new TreeMap<>();
    SortedMap<String, Verdict.Ignored> ignored = new TreeMap<>();
    SortedMap<String, Fate> left = new TreeMap<>();
    String prefix = build.context().isEmpty() ? "" : build.context() + "/";
    SortedMap<String, String> gaps = new TreeMap<>();
    tree.gaps()
        .forEach((path, reason) -> {
          if (path.startsWith(prefix)
              && !(verdict(ignore, upload, path.substring(prefix.length()))
                  instanceof Verdict.Ignored)) {
            gaps.put(path.substring(prefix.length()), reason);
          }
        });
    for (String path : tree.files().keySet()) {
      if (!path.startsWith(prefix)) {
        left.put(path, new Fate.OutsideContext());
        continue;
      }
      String below = path.substring(prefix.length());
      Verdict verdict = verdict(ignore, upload, below);
      if (verdict instanceof Verdict.Ignored by) {
        ignored.put(below, by);
        left.put(path, new Fate.Ignored(by));
      } else {
        sent.put(below, new Origin(Optional.of(path), 0, verdict));
      }
    }
    var assembly = new Assembly(build, file, new Sources(sent), ignored, gaps);
    Optional<StageState> image = assembly.image();
    return contents(
        assembly,
        image.orElseGet(
            () -> new StageState("", new preflight.source.image.dockerfile.Variables('\\'))),
        left);
  }

  private static Verdict verdict(DockerIgnore ignore, Optional<GcloudIgnore> upload, String below) {
    Verdict uploaded = upload.map(it -> it.of(below)).orElse(Verdict.PACKED);
    return uploaded instanceof Verdict.Ignored ? uploaded : ignore.of(below);
  }

  private ImageContents contents(
      Assembly assembly, StageState image, SortedMap<String, Fate> left) {
    Set<String> packed = Assembly.sources(image.filesystem);
    Map<String, Filesystem> others = assembly.others();
    for (String path : tree.files().keySet()) {
      if (!packed.contains(path) && !left.containsKey(path)) {
        left.put(path, new Fate.NotCopied());
      }
    }
    others.forEach((stage, filesystem) ->
        filesystem
            .files()
            .values()
            .forEach(origin ->
                origin
                    .source()
                    .filter(it -> left.get(it) instanceof Fate.NotCopied)
                    .ifPresent(it -> left.put(it, new Fate.OtherStage(stage, origin.line())))));
    unknowns.addAll(assembly.unknowns());
    mistakes.addAll(assembly.mistakes());
    return new ImageContents(
        build,
        Optional.of(image.base).filter(it -> !it.isEmpty()),
        image.filesystem.files(),
        left,
        List.copyOf(image.changes),
        image.variables.environment(),
        image.directory,
        image.command(),
        image.exposed.stream().distinct().toList(),
        image.user,
        List.copyOf(image.steps.values()),
        List.copyOf(image.bases),
        List.copyOf(assembly.missing()),
        List.copyOf(unknowns),
        List.copyOf(mistakes));
  }

  /** The file beside the Dockerfile wins; BuildKit and Kaniko know it. */
  private DockerIgnore dockerIgnore() {
    String prefix = build.context().isEmpty() ? "" : build.context() + "/";
    for (String name :
        List.of(build.dockerfile() + DockerIgnore.NAME, prefix + DockerIgnore.NAME)) {
      switch (SourceText.of(tree, name)) {
        case SourceText.Text(String text) -> {
          return DockerIgnore.read(name, text);
        }
        case SourceText.Missing _ -> {}
        case SourceText.Unread(String why) ->
            unknowns.add(
                new Unknown(name, 1, "%s, so nobody knows what it leaves out".formatted(why)));
      }
    }
    return DockerIgnore.none();
  }
}
