package preflight.profile.reading;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.Place;
import preflight.resource.Kind;

/** Reads files, follows {@code extends}, and keeps the digest of everything that was read. */
public final class Loader {

  private static final String EXTENDS = "extends";

  private final Mistakes mistakes;
  private final Variables variables;
  private final MessageDigest digest = sha256();
  private final CallersVariables read = new CallersVariables();
  private final List<Path> files = new ArrayList<>();
  private boolean whole = true;

  public Loader(Mistakes mistakes, Variables variables) {
    this.mistakes = mistakes;
    this.variables = variables;
  }

  /** A profile with those of its parents that can be read merged into it; empty without itself. */
  public Optional<Yaml.Mapping> profile(Path file) {
    return chain(file.normalize(), new Place(file.normalize().toString(), 1, 1), List.of());
  }

  private Optional<Yaml.Mapping> chain(Path file, Place named, List<Path> below) {
    Optional<Yaml.Mapping> own = file(file, named).map(Loader::withEmptyResources);
    Optional<Yaml.Scalar> parent = own.flatMap(it -> it.scalar(EXTENDS));
    if (own.isEmpty() || parent.isEmpty() || parent.get().type() == Yaml.Type.NULL) {
      return own;
    }
    Optional<Yaml.Mapping> base = parent(parent.get(), file, below);
    whole &= base.isPresent();
    return Optional.of(base.map(it -> it.under(own.get())).orElseGet(own::get));
  }

  /** A resource of which nothing is said is declared; what a parent says of it stays. */
  private static Yaml.Mapping withEmptyResources(Yaml.Mapping profile) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(profile.entries());
    for (Kind kind : Kind.LISTED) {
      entries.computeIfPresent(
          kind.key(),
          (_, it) ->
              it.value() instanceof Yaml.Mapping resources
                  ? new Yaml.Entry(it.place(), resources.withMappingsForNothing())
                  : it);
    }
    return new Yaml.Mapping(profile.place(), entries);
  }

  private Optional<Yaml.Mapping> parent(Yaml.Scalar parent, Path file, List<Path> below) {
    Optional<Path> above = resolve(parent);
    if (above.isEmpty()) {
      return Optional.empty();
    }
    List<Path> seen = new ArrayList<>(below);
    seen.add(file);
    int first = seen.stream().map(Path::toAbsolutePath).toList().indexOf(absolute(above.get()));
    if (first >= 0) {
      List<Path> cycle = new ArrayList<>(seen.subList(first, seen.size()));
      cycle.add(above.get());
      return mistakes.add(
          parent.place(),
          "cycle in extends: "
              + String.join(" → ", cycle.stream().map(it -> it.getFileName().toString()).toList()));
    }
    Optional<Yaml.Mapping> base = chain(above.get(), parent.place(), seen);
    base.flatMap(it -> it.scalar("version")).ifPresent(this::refuseOtherVersion);
    return base;
  }

  /** Whether every parent could be read; what stands in one that could not is not known. */
  public boolean isWhole() {
    return whole;
  }

  /** A child's version hides its parent's, which nothing else would then look at. */
  private void refuseOtherVersion(Yaml.Scalar version) {
    if (!version.text().equals("1")) {
      mistakes.add(version.place(), "only version 1 is supported");
    }
  }

  /** The root of one file. */
  public Optional<Yaml.Mapping> file(Path file, Place named) {
    Optional<SourceText> text = SourceText.read(file, named, mistakes);
    text.ifPresent(it -> digest.update(it.bytes().duplicate()));
    files.add(file);
    Optional<Yaml.Mapping> root =
        text.flatMap(it -> YamlParser.parse(it.file(), it.text(), mistakes));
    root.ifPresent(read::note);
    return root;
  }

  /** What the files that were read so far read of the caller's environment. */
  public CallersVariables read() {
    return read;
  }

  /** The file that a scalar names, relative to the file in which it stands. */
  public Optional<Path> resolve(Yaml.Scalar scalar) {
    Variables.Filled filled = variables.fill(scalar.text());
    if (!filled.usable()) {
      return mistakes.add(
          scalar.place(),
          "the environment variable %s is not set".formatted(String.join(", ", filled.from())));
    }
    try {
      return Optional.of(Path.of(scalar.place().file()).resolveSibling(filled.text()).normalize());
    } catch (InvalidPathException e) {
      return mistakes.add(scalar.place(), "expected a path");
    }
  }

  /** Whether another profile beside a file extends it. */
  public boolean isParent(Path file) {
    Path folder = absolute(file).getParent();
    if (folder == null) {
      return false;
    }
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
      for (Path other : beside) {
        if (!absolute(other).equals(absolute(file)) && names(other, file)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean names(Path child, Path parent) {
    Mistakes ignored = new Mistakes();
    return SourceText.read(child, new Place(child.toString(), 1, 1), ignored)
        .flatMap(it -> YamlParser.parse(it.file(), it.text(), ignored))
        .flatMap(it -> it.scalar(EXTENDS))
        .flatMap(new Loader(ignored, new Variables(java.util.Map.of()))::resolve)
        .filter(it -> absolute(it).equals(absolute(parent)))
        .isPresent();
  }

  /** All that were to be read so far. */
  public List<Path> files() {
    return files;
  }

  /** The digest of all bytes read so far, {@code sha256:} and hex. */
  public String digest() {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
