package preflight.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The images that there are: of each service the one that is deployed (tagged with its commit), the
 * same without its fault ({@code next}), one that dies before it listens ({@code crashing}), and
 * one whose health is 503 ({@code unhealthy}).
 */
record Registry(List<Image> images) {

  static final String HOST = Blueprint.REGION + "-docker.pkg.dev";
  static final String REPOSITORY = HOST + "/" + Blueprint.PROJECT + "/services";

  Registry {
    images = List.copyOf(images);
  }

  static Registry of(Blueprint blueprint) {
    var images = new ArrayList<Image>();
    for (Service service : blueprint.services()) {
      images.add(image(service, service.built()));
      images.add(image(service.repaired(), "next"));
      images.add(image(service.repaired().withCrash(ServiceScenarios.TRACEBACK), "crashing"));
      images.add(image(service.repaired().withFault(Fault.HEALTH_FAILS), "unhealthy"));
    }
    return new Registry(images);
  }

  /** What this reference names: a repository with a tag, a digest or both. */
  Optional<Image> find(String reference) {
    int at = reference.indexOf('@');
    String tagged = at < 0 ? reference : reference.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    boolean hasTag = colon > tagged.lastIndexOf('/');
    String repository = hasTag ? tagged.substring(0, colon) : tagged;
    String tag = hasTag ? tagged.substring(colon + 1) : "latest";
    return images.stream()
        .filter(it -> Image.repository(it.name()).equals(repository))
        .filter(it ->
            at < 0 ? it.tags().contains(tag) : it.digest().equals(reference.substring(at + 1)))
        .findFirst();
  }

  private static Image image(Service program, String tag) {
    return new Image(program.name(), List.of(tag), digest(program.name() + ":" + tag), program);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
