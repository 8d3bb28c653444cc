package preflight.source.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.CoreConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where Git keeps what is asked about a working tree. JGit tells it where a configuration says
 * anything unusual; it takes half a second to begin, so what is plain is read without it.
 *
 * @param top the root of the working tree
 * @param folder that Git keeps things in
 * @param common the one that several working trees share; mostly the same
 */
record Checkout(Path top, Path folder, Path common) {

  private static final String GIT = ".git";

  /** Of the repository's configuration, what moves its working tree, or what others say of it. */
  private static final Pattern UNUSUAL =
      Pattern.compile("worktree|\\[include|objectformat|bare(?!\\s*=\\s*false\\b)");

  private static final Pattern EXCLUDES = Pattern.compile("excludesfile|\\[include");

  /**
   * The one that holds a directory; empty where none does.
   *
   * @throws IOException where its repository is damaged
   */
  static Optional<Checkout> of(Path root) throws IOException {
    for (Path above = root; above != null; above = above.getParent()) {
      Path git = above.resolve(GIT);
      if (Files.isRegularFile(git)) {
        Optional<Checkout> linked = linked(above, git);
        return linked.isPresent() ? linked : ByJGit.checkout(root);
      }
      if (isRepository(git)) {
        boolean plain = !UNUSUAL.matcher(text(git.resolve("config"))).find();
        return plain ? Optional.of(new Checkout(above, git, git)) : ByJGit.checkout(root);
      }
      if (isRepository(above)) {
        return ByJGit.checkout(root);
      }
    }
    return Optional.empty();
  }

  private static boolean isRepository(Path folder) {
    return Files.isRegularFile(folder.resolve("HEAD"))
        && Files.isDirectory(folder.resolve("objects"))
        && Files.isDirectory(folder.resolve("refs"));
  }

  /** A working tree beside the first one, or a submodule: a file says where Git keeps things. */
  private static Optional<Checkout> linked(Path top, Path file) {
    String said = first(file);
    if (!said.startsWith("gitdir:")) {
      return Optional.empty();
    }
    Path folder = top.resolve(said.substring("gitdir:".length()).strip()).normalize();
    String shared = first(folder.resolve("commondir"));
    Path common = shared.isEmpty() ? folder : folder.resolve(shared).normalize();
    return Files.isRegularFile(folder.resolve("HEAD")) && isCommon(common)
        ? Optional.of(new Checkout(top, folder, common))
        : Optional.empty();
  }

  private static boolean isCommon(Path common) {
    return Files.isDirectory(common.resolve("objects"))
        && !text(common.resolve("config")).contains("objectformat");
  }

  GitIndex index() throws IOException {
    return GitIndex.read(folder.resolve("index"));
  }

  /** Files with rules of what is ignored, besides those in the tree; the first one wins. */
  List<Path> excludes() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    @Nullable String set = System.getenv("XDG_CONFIG_HOME");
    Path users =
        (set == null || set.isEmpty() ? home.resolve(".config") : Path.of(set)).resolve("git");
    boolean plain = System.getenv().keySet().stream().noneMatch(it -> it.startsWith("GIT_CONFIG"));
    for (Path file :
        List.of(
            common.resolve("config"),
            home.resolve(".gitconfig"),
            users.resolve("config"),
            Path.of("/etc/gitconfig"),
            Path.of("/usr/local/etc/gitconfig"),
            Path.of("/opt/homebrew/etc/gitconfig"))) {
      plain &= !EXCLUDES.matcher(text(file)).find();
    }
    return List.of(
        common.resolve("info").resolve("exclude"),
        (plain ? Optional.<Path>empty() : ByJGit.excludes(this)).orElse(users.resolve("ignore")));
  }

  private static String first(Path file) {
    return read(file).lines().findFirst().orElse("").strip();
  }

  /** In small letters, as names in a configuration are compared; empty where it cannot be read. */
  private static String text(Path file) {
    return read(file).toLowerCase(Locale.ROOT);
  }

  private static String read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * What only a whole configuration tells. It is a class of its own, because JGit's jar is signed,
   * and to check that takes longer than all the rest.
   */
  private static final class ByJGit {

    static Optional<Checkout> checkout(Path root) throws IOException {
      // A relative path ends before the directories above it have been looked into.
      var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
      if (builder.getGitDir() == null) {
        return Optional.empty();
      }
      try (Repository repository = builder.build()) {
        if (repository.isBare()) {
          return Optional.empty();
        }
        Path top = repository.getWorkTree().toPath().toRealPath();
        return root.startsWith(top)
            ? Optional.of(
                new Checkout(
                    top,
                    repository.getDirectory().toPath(),
                    repository.getCommonDirectory().toPath()))
            : Optional.empty();
      }
    }

    static Optional<Path> excludes(Checkout of) throws IOException {
      try (Repository repository =
          new FileRepositoryBuilder()
              .setGitDir(of.folder.toFile())
              .setWorkTree(of.top.toFile())
              .build()) {
        @Nullable String named = repository.getConfig().get(CoreConfig.KEY).getExcludesFile();
        return Optional.ofNullable(named)
            .map(it ->
                it.startsWith("~/")
                    ? repository.getFS().userHome().toPath().resolve(it.substring(2))
                    : of.top.resolve(it));
      }
    }
  }
}
