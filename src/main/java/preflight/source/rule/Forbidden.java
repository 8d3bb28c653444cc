package preflight.source.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Identifiers and texts that production must not hold. */
public record Forbidden(
    @Field(
            value = "What must not stand in production",
            example = "[{ text: dev-bypass-token, why: it signs anybody in }]",
            weaker = Weaker.LESS)
        List<Ban> bans)
    implements HouseRule<Finding> {

  private static final Set<String> SETTINGS =
      Set.of(
          "yaml",
          "yml",
          "json",
          "toml",
          "ini",
          "cfg",
          "conf",
          "env",
          "properties",
          "sh",
          "bash",
          "tf",
          "tfvars",
          "xml");

  public Forbidden {
    bans = List.copyOf(bans);
  }

  /** One thing that is forbidden. */
  public record Ban(
      @Field(
              value = "A name in code, whole; what comments and strings say of it may stay",
              example = "skip_auth",
              min = 2,
              grammar = Grammar.LINE)
          Optional<String> identifier,
      @Field(
              value = "A text within strings of code, and within files of settings",
              example = "dev-bypass-token",
              min = 2,
              grammar = Grammar.LINE)
          Optional<String> text,
      @Field(
              value = "Why it is forbidden, and what to use in its place",
              example = "it signs anybody in",
              min = 1,
              grammar = Grammar.LINE)
          String why) {
    public Ban {
      if (identifier.isPresent() == text.isPresent()) {
        throw new IllegalArgumentException("give either 'identifier' or 'text'");
      }
    }

    String word() {
      return identifier.or(() -> text).orElseThrow();
    }
  }

  @Override
  public String id() {
    return "code-forbidden";
  }

  @Override
  public Set<String> words() {
    var words = new LinkedHashSet<String>();
    bans.forEach(it -> words.add(it.word()));
    return words;
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return !bans.isEmpty()
        && role == Role.PRODUCTION
        && (Language.of(file.path()).isPresent()
            || SETTINGS.contains(extension(file.name()))
            || file.name().startsWith("Dockerfile")
            || file.name().startsWith(".env"));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    for (Ban ban : bans) {
      for (ReadFile.Place place : file.places()) {
        if (place.word().equals(ban.word()) && isBanned(file, ban, place.offset())) {
          seen.accept(
              file.finding(
                  id(),
                  place.offset(),
                  "production holds %s: %s".formatted(ban.word(), ban.why()),
                  ban.word()));
        }
      }
    }
  }

  private static boolean isBanned(ReadFile file, Ban ban, int offset) {
    if (file.language().isEmpty()) {
      String line = file.lineText(file.line(offset)).strip();
      return ban.text().isPresent() && !line.startsWith("#") && !line.startsWith("//");
    }
    SyntaxTree tree = file.tree();
    int node = Nodes.at(tree, offset);
    if (Nodes.isComment(tree, node)) {
      return false;
    }
    return ban.text().isPresent()
        ? Nodes.isString(tree, node) && !Nodes.isDocstring(tree, node)
        : !Nodes.isString(tree, node)
            && ReadFile.isWhole(file.bytes(), offset, ban.word().length());
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    return seen;
  }
}
