package preflight.probe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.file.PackedTable;

/**
 * What a revision says of the commit that it was made of.
 *
 * @param marks the most telling first; each is of a commit, by its form
 * @param unreadable labels that should tell it and hold no commit
 */
public record Provenance(List<Mark> marks, List<String> unreadable, Deployer deployer) {

  public static final Provenance NONE = new Provenance(List.of(), List.of(), Deployer.UNKNOWN);

  private static final List<String> LABELS =
      PackedTable.lines(Provenance.class, "commit-labels.txt");

  /** What gcloud was told, where the revision holds a digest in its place. */
  private static final String USER_IMAGE = "client.knative.dev/user-image";

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");

  /**
   * A tag or a suffix is hardly ever a commit when it is short, and a number or a word when it has
   * only digits or only letters.
   */
  private static final Pattern TELLING =
      Pattern.compile("(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,39}|[0-9a-f]{40}");

  private static final Pattern TAG =
      Pattern.compile(".*[^/]:(?:[A-Za-z]{1,10}-|v)?(?<tag>[0-9a-f]{7,40})(?:@.*)?");

  /** A suffix of gcloud's {@code --revision-suffix}: {@code backend-2ebef0d-1}. */
  private static final Pattern PART = Pattern.compile("-(?<part>[0-9a-f]{7,40})(?=-|$)");

  public Provenance {
    marks = List.copyOf(marks);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * One place that tells a commit.
   *
   * @param where such as {@code the label commit-sha}
   * @param commit in small letters, perhaps cut short
   */
  public record Mark(String where, String commit) {

    /** Whether both can be the same commit, of which one may be cut short. */
    public boolean agrees(Mark other) {
      return commit.startsWith(other.commit) || other.commit.startsWith(commit);
    }

    @Override
    public String toString() {
      return "%s says %s".formatted(where, shortened(commit));
    }
  }

  /** Who made the revision, as it says itself. */
  public enum Deployer {
    /** It labels with the commit of the event, which is not always the one that was built. */
    DEPLOY_CLOUDRUN_ACTION,
    CLOUD_BUILD_TRIGGER,
    UNKNOWN
  }

  /** As people write a commit. */
  public static String shortened(String commit) {
    return commit.length() > 12 ? commit.substring(0, 12) : commit;
  }

  /**
   * Reads it out of what Cloud Run tells of a revision.
   *
   * @param suffix its name without that of its service
   * @param images of the containers that requests go to
   */
  static Provenance of(
      String suffix,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<String> images) {
    var marks = new ArrayList<Mark>();
    var unreadable = new ArrayList<String>();
    for (String key : LABELS) {
      for (String value : values(key, labels, annotations)) {
        String commit = value.strip().toLowerCase(Locale.ROOT);
        boolean sure = key.contains("commit") || key.contains("git");
        if ((sure ? COMMIT : TELLING).matcher(commit).matches()) {
          marks.add(new Mark("the label " + key, commit));
        } else if (sure) {
          unreadable.add("the label " + key);
        }
      }
    }
    Optional<String> image = images.size() == 1 ? Optional.of(images.getFirst()) : Optional.empty();
    image
        .flatMap(Provenance::tagged)
        .or(() ->
            image.flatMap(
                _ -> Optional.ofNullable(annotations.get(USER_IMAGE)).flatMap(Provenance::tagged)))
        .ifPresent(it -> marks.add(new Mark("the tag of its image", it)));
    Matcher part = PART.matcher(suffix);
    while (part.find()) {
      String commit = part.group("part");
      if (TELLING.matcher(commit).matches()) {
        marks.add(new Mark("the name of the revision", commit));
      }
    }
    return new Provenance(marks, unreadable, deployer(labels.getOrDefault("managed-by", "")));
  }

  private static List<String> values(
      String key, Map<String, String> labels, Map<String, String> annotations) {
    String label = labels.get(key);
    String annotation = annotations.get(key);
    return label != null
        ? List.of(label)
        : annotation != null ? List.of(annotation) : List.<String>of();
  }

  private static Optional<String> tagged(String image) {
    Matcher tag = TAG.matcher(image);
    return tag.matches()
        ? Optional.ofNullable(tag.group("tag")).filter(TELLING.asMatchPredicate())
        : Optional.empty();
  }

  private static Deployer deployer(String label) {
    return switch (label) {
      case "github-actions" -> Deployer.DEPLOY_CLOUDRUN_ACTION;
      case "gcp-cloud-build-deploy-cloud-run" -> Deployer.CLOUD_BUILD_TRIGGER;
      default -> Deployer.UNKNOWN;
    };
  }
}
