package preflight.probe.registry;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image as a revision names it: {@code [HOST/]PATH[:TAG][@DIGEST]}. Pure. */
public sealed interface ImageReference {

  /**
   * One that Artifact Registry keeps.
   *
   * @param host as it is written, {@code us-docker.pkg.dev} or {@code gcr.io}
   * @param project with its domain, {@code example.com:acme}
   * @param location {@code us-central1}, {@code europe}
   * @param name in the repository; may hold slashes
   */
  record Hosted(
      String host, String project, String location, String repository, String name, Version version)
      implements ImageReference {

    /** The repository and the name of the image, without a version, as Docker has it. */
    public String path() {
      String owner = project.replace(':', '/');
      return host.endsWith(PKG_DEV)
          ? "%s/%s/%s/%s".formatted(host, owner, repository, name)
          : "%s/%s/%s".formatted(host, owner, name);
    }
  }

  /**
   * One of a registry that nobody here asks.
   *
   * @param deployable whether Cloud Run pulls from there at all
   */
  record Elsewhere(String registry, boolean deployable) implements ImageReference {}

  /** No name of an image. */
  record Unreadable() implements ImageReference {}

  /** Which of the images of one name. */
  sealed interface Version {

    record Tag(String tag) implements Version {}

    record Digest(String digest) implements Version {}
  }

  String PKG_DEV = "-docker.pkg.dev";
  String DOCKER_HUB = "docker.io";

  /** Of Container Registry's hosts, which are Artifact Registry's repositories by now. */
  Map<String, String> LOCATIONS =
      Map.of("gcr.io", "us", "us.gcr.io", "us", "eu.gcr.io", "europe", "asia.gcr.io", "asia");

  Pattern NAME =
      Pattern.compile(
          "(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
              + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");

  /** What a text names. */
  static ImageReference of(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    // As Docker tells a host from the beginning of a path.
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    Matcher name = NAME.matcher(named ? text.substring(slash + 1) : text);
    if (!name.matches()) {
      return new Unreadable();
    }
    String host = named ? first : DOCKER_HUB;
    String path = Objects.requireNonNull(name.group("path"));
    boolean google = host.endsWith(PKG_DEV) || LOCATIONS.containsKey(host);
    return google ? hosted(host, path, version(name)) : elsewhere(host);
  }

  private static Version version(Matcher name) {
    return Optional.ofNullable(name.group("digest"))
        .<Version>map(Version.Digest::new)
        .orElseGet(() -> new Version.Tag(Optional.ofNullable(name.group("tag")).orElse("latest")));
  }

  /**
   * Cloud Run says of any other host: "host is one of [region.]gcr.io, [region-]docker.pkg.dev or
   * docker.io".
   */
  private static ImageReference elsewhere(String host) {
    boolean deployable =
        host.endsWith(".gcr.io") || host.endsWith("docker.pkg.dev") || host.endsWith(DOCKER_HUB);
    return new Elsewhere(host, deployable);
  }

  private static ImageReference hosted(String host, String path, Version version) {
    // A project of a domain stands there with a slash in the place of its colon.
    int owner = path.matches("[^/]+\\.[^/]+/.*") ? 2 : 1;
    boolean pkg = host.endsWith(PKG_DEV);
    String[] all = path.split("/", owner + (pkg ? 2 : 1));
    if (all.length < owner + (pkg ? 2 : 1)) {
      return new Unreadable();
    }
    return new Hosted(
        host,
        owner == 2 ? all[0] + ":" + all[1] : all[0],
        pkg
            ? host.substring(0, host.length() - PKG_DEV.length())
            : Objects.requireNonNull(LOCATIONS.get(host)),
        pkg ? all[owner] : host,
        all[all.length - 1],
        version);
  }
}
