package preflight.source.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.image.ImageContents;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.image.requirement.Requirements;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreePath;

/** The projects of a tree that make distributions of their own, by what their files declare. */
final class Projects {

  private static final Set<String> FILES = Set.of("pyproject.toml", "setup.cfg", "setup.py");
  private static final Pattern NAME =
      Pattern.compile("(?m)^\\s*name\\s*=\\s*[\"']?([A-Za-z0-9][\\w.-]*)[\"']?\\s*,?\\s*$");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "[\"']?([A-Za-z0-9][\\w.-]*)[\"']?\\s*=\\s*[\"']?([A-Za-z_][\\w.]*:[A-Za-z_][\\w.]*)");

  private final List<Project> all = new ArrayList<>();

  /**
   * A project.
   *
   * @param directory in the tree; empty for its root
   * @param name of its distribution, normalised; empty where it is not literal
   * @param text of the file that declares it
   */
  private record Project(String directory, String name, String text) {}

  /** A program that a project installs, and the function that it runs: {@code app.cli:main}. */
  record Program(String directory, String runs) {}

  Projects(SourceTree tree) {
    for (String path : tree.files().keySet()) {
      String file = TreePath.name(path);
      if (FILES.contains(file)
          && tree.read(tree.files().get(path)) instanceof SourceTree.Content.Bytes(byte[] bytes)) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher name = NAME.matcher(text);
        all.add(new Project(TreePath.folder(path), name.find() ? normal(name.group(1)) : "", text));
      }
    }
  }

  Optional<Program> program(String name) {
    for (Project project : all) {
      Matcher program = PROGRAM.matcher(project.text());
      while (program.find()) {
        if (program.group(1).equals(name)) {
          return Optional.of(new Program(project.directory(), program.group(2)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Directories of the projects that an image installs: those that its steps name, those whose
   * distribution it asks for, and the one whose program it starts.
   */
  Set<String> installed(ImageContents image, Requirements requirements) {
    Set<String> installed = new LinkedHashSet<>(requirements.projects());
    for (Project project : all) {
      if (requirements.distributions().keySet().stream()
          .anyMatch(it -> normal(it).equals(project.name()))) {
        installed.add(project.directory());
      }
    }
    image
        .command()
        .map(CommandForm::text)
        .ifPresent(command -> {
          for (String word : command.split("\\s+", -1)) {
            program(word).ifPresent(it -> installed.add(it.directory()));
          }
        });
    return installed;
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
