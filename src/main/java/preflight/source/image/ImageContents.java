package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.image.dockerfile.Mistake;
import preflight.source.image.ignore.Verdict;

/**
 * What an image holds.
 *
 * @param base the image that its stages begin with
 * @param packed files that come from the context, by their path in the image
 * @param left what becomes of the files of the tree that are not in it
 * @param changes what RUN may have made, moved or removed
 * @param environment what ENV says
 * @param command what runs in it, if the Dockerfile says so
 * @param steps RUN, of all stages that something is taken from
 * @param bases of these stages, in the same order of reaching
 */
public record ImageContents(
    Build build,
    Optional<String> base,
    SortedMap<String, Origin> packed,
    SortedMap<String, Fate> left,
    List<Change> changes,
    SortedMap<String, String> environment,
    String directory,
    Optional<CommandForm> command,
    List<String> exposed,
    Optional<String> user,
    List<Step> steps,
    List<String> bases,
    List<MissingSource> missing,
    List<Unknown> unknowns,
    List<Mistake> mistakes) {

  /** Paths in the image, by path in the tree. */
  public SortedMap<String, List<String>> sources() {
    SortedMap<String, List<String>> sources = new TreeMap<>();
    packed.forEach((path, origin) ->
        origin
            .source()
            .ifPresent(it -> sources.computeIfAbsent(it, _ -> new ArrayList<>()).add(path)));
    return sources;
  }

  /** The step that may have changed a file of the image, or made it. */
  public Optional<Change> change(String path) {
    return changes.stream().filter(it -> it.covers(path)).findFirst();
  }

  /** What becomes of a file of the tree; empty for a path that is not in it. */
  public Optional<Fate> fate(String source) {
    List<String> paths = new ArrayList<>();
    Verdict verdict = Verdict.PACKED;
    for (Map.Entry<String, Origin> each : packed.entrySet()) {
      if (each.getValue().source().filter(source::equals).isPresent()) {
        paths.add(each.getKey());
        verdict = each.getValue().verdict();
      }
    }
    return paths.isEmpty()
        ? Optional.ofNullable(left.get(source))
        : Optional.of(new Fate.Packed(paths, verdict));
  }
}
