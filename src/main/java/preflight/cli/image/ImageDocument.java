package preflight.cli.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.source.image.Change;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.Language;
import preflight.source.image.Languages;
import preflight.source.image.Origin;
import preflight.source.image.ignore.Verdict;
import preflight.source.image.requirement.Distribution;
import preflight.source.image.requirement.Requirements;

/** What {@code preflight image} says, as JSON; the listing for people is made of the same. */
record ImageDocument(
    String dockerfile,
    String context,
    Optional<String> base,
    List<Language> languages,
    String directory,
    List<String> command,
    Map<String, String> environment,
    List<String> exposed,
    List<Packed> packed,
    List<Left> left,
    List<Installed> installed,
    boolean closed,
    List<String> projects,
    List<String> notInstalled,
    List<Changed> changes,
    List<String> missing,
    List<String> unknown,
    List<String> mistakes) {

  /**
   * A file of the image.
   *
   * @param source in the tree; empty for a text in the Dockerfile
   * @param disputed why not every builder packs it
   */
  public record Packed(Optional<String> source, String path, int line, Optional<String> disputed) {}

  /** A file of the tree that is not in the image. */
  public record Left(String source, String why) {}

  /** A package. */
  public record Installed(
      String language, String name, Optional<String> version, boolean direct, String place) {}

  /** A step that may make, move or remove files. */
  public record Changed(int line, String path, String command) {}

  static ImageDocument of(ImageContents image, Requirements requirements) {
    List<Installed> installed = new ArrayList<>();
    requirements.distributions().values().forEach(it -> installed.add(installed(it)));
    requirements
        .modules()
        .forEach(it ->
            installed.add(
                new Installed(
                    it.language(),
                    it.name(),
                    Optional.of(it.version()),
                    true,
                    it.file() + ":" + it.line())));
    List<String> unknown = new ArrayList<>();
    image.unknowns().forEach(it -> unknown.add(it.toString()));
    requirements.open().forEach(it -> unknown.add(it.toString()));
    Languages.others(image)
        .forEach(it ->
            unknown.add(
                "%s: a stage has Python %s, the image another: what pip installed there may not"
                        .formatted(image.build().dockerfile(), it.version().orElse("?"))
                    + " work here"));
    return new ImageDocument(
        image.build().dockerfile(),
        image.build().context().isEmpty() ? "." : image.build().context(),
        image.base(),
        Languages.of(image),
        image.directory(),
        image.command().map(it -> it.words()).orElse(List.of()),
        image.environment(),
        image.exposed(),
        image.packed().entrySet().stream().map(it -> packed(it.getKey(), it.getValue())).toList(),
        image.left().entrySet().stream()
            .map(it -> new Left(it.getKey(), why(it.getValue(), image)))
            .toList(),
        installed,
        requirements.closed(),
        requirements.projects().stream().map(it -> it.isEmpty() ? "." : it).toList(),
        requirements.notInstalled(),
        image.changes().stream().map(ImageDocument::changed).toList(),
        image.missing().stream().map(Object::toString).toList(),
        unknown.stream().distinct().toList(),
        image.mistakes().stream().map(Object::toString).toList());
  }

  private static Changed changed(Change change) {
    return new Changed(change.line(), change.path(), change.command());
  }

  private static Installed installed(Distribution it) {
    return new Installed("python", it.name(), it.version(), it.direct(), it.place());
  }

  private static Packed packed(String path, Origin origin) {
    return new Packed(origin.source(), path, origin.line(), disputed(origin.verdict()));
  }

  static Optional<String> disputed(Verdict verdict) {
    return verdict instanceof Verdict.Disputed(String file, int line, String pattern, var not)
        ? Optional.of(
            "%s:%d (%s) reopens its folder for BuildKit; %s leaves it out"
                .formatted(file, line, pattern, String.join(" and ", not)))
        : Optional.empty();
  }

  /** Why a file is not in the image, as a clause about it. */
  static String why(Fate fate, ImageContents image) {
    String dockerfile = image.build().dockerfile();
    return switch (fate) {
      case Fate.Packed _ -> "is packed";
      case Fate.Ignored(Verdict.Ignored(String file, int line, String pattern)) ->
          "%s:%d leaves it out (%s)".formatted(file, line, pattern);
      case Fate.NotCopied _ -> "no COPY of %s names it".formatted(dockerfile);
      case Fate.OtherStage(String stage, int line) ->
          "only stage '%s' has it (%s:%d)".formatted(stage, dockerfile, line);
      case Fate.OutsideContext _ ->
          "lies outside of the context '%s'".formatted(image.build().context());
    };
  }
}
