package preflight.source.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.PathPattern;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Patterns of a team's own, each with what it means and how often it may stand. */
public record CodePatterns(
    @Field(
            value = "Patterns that must not stand in the source",
            example = "[{ name: bare-except, regex: \"except:\", message: catches even exits }]",
            weaker = Weaker.LESS)
        List<CodePattern> patterns)
    implements HouseRule<CodePatterns.Hit> {

  public CodePatterns {
    patterns = List.copyOf(patterns);
  }

  /** One pattern. */
  public record CodePattern(
      @Field(
              value = "What it is called; the subject of its findings",
              example = "bare-except",
              min = 1,
              grammar = Grammar.NAME)
          String name,
      @Field(
              value = "A regular expression in the syntax of RE2, which knows no lookaround",
              example = "\"except:\"",
              min = 1)
          String regex,
      @Field(
              value =
                  "The kind of node of the syntax tree whose text it must match, in the words of"
                      + " tree-sitter; without it, it may match anywhere in the text",
              example = "except_clause",
              min = 1,
              grammar = Grammar.LINE)
          Optional<String> node,
      @Field(
              value = "What is wrong, and what to do in its place",
              example = "catches even exits; name the exceptions",
              min = 1,
              grammar = Grammar.LINE)
          String message,
      @Field(value = "Globs of the files that it is about", byDefault = "['**']")
          List<String> files,
      @Field(value = "Roles of the files that it is about", byDefault = "[production]")
          List<Role> roles,
      @Field(value = "How often it may stand in the tree", byDefault = "0", min = 0) int most) {

    public CodePattern {
      files = List.copyOf(files);
      roles = List.copyOf(roles);
      try {
        compile(regex);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "the regular expression of '%s' is wrong: %s: `%s`"
                .formatted(name, e.getDescription(), e.getPattern()));
      }
    }

    private static Pattern compile(String regex) {
      return Pattern.compile(regex, Pattern.MULTILINE);
    }

    /** A text that stands in all that matches; empty where none is found at a glance. */
    Optional<String> word() {
      String best = "";
      StringBuilder run = new StringBuilder();
      int depth = 0;
      for (int i = 0; i < regex.length(); i++) {
        char it = regex.charAt(i);
        if (depth == 0 && (it == '|' || regex.startsWith("(?", i))) {
          return Optional.empty();
        }
        boolean next = i + 1 < regex.length();
        boolean optional = next && "*?{".indexOf(regex.charAt(i + 1)) >= 0;
        if (it == '(' || it == '[') {
          depth++;
        }
        if (it == '\\' && next) {
          char escaped = regex.charAt(++i);
          boolean after = i + 1 < regex.length() && "*?{".indexOf(regex.charAt(i + 1)) >= 0;
          if (depth == 0 && !Character.isLetterOrDigit(escaped) && !after) {
            run.append(escaped);
            continue;
          }
        } else if (depth == 0 && ".*+?()[]{}^$|".indexOf(it) < 0 && !optional) {
          run.append(it);
          continue;
        } else if ((it == ')' || it == ']') && depth > 0) {
          depth--;
        } else if (it == '{' && depth == 0) {
          i = Math.max(i, regex.indexOf('}', i));
        }
        best = run.length() > best.length() ? run.toString() : best;
        run.setLength(0);
      }
      best = run.length() > best.length() ? run.toString() : best;
      return best.length() < 2 ? Optional.empty() : Optional.of(best);
    }
  }

  /** Where a pattern stands. */
  record Hit(String pattern, Finding finding) {}

  @Override
  public String id() {
    return "code-pattern";
  }

  @Override
  public Set<String> words() {
    var words = new LinkedHashSet<String>();
    for (CodePattern it : patterns) {
      if (it.word().isEmpty()) {
        return Set.of();
      }
      words.add(it.word().get());
    }
    return words;
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return patterns.stream().anyMatch(it -> concerns(it, file, role));
  }

  private static boolean concerns(CodePattern pattern, SourceFile file, Role role) {
    return pattern.roles().contains(role)
        && (pattern.node().isEmpty() || Language.of(file.path()).isPresent())
        && PathPattern.any(PathPattern.of(pattern.files()), file.path());
  }

  @Override
  public void look(ReadFile file, Consumer<? super Hit> seen) {
    boolean all = words().isEmpty();
    for (CodePattern it : patterns) {
      boolean may = all || file.has(it.word().orElseThrow());
      if (may && concerns(it, file.file(), file.role())) {
        look(file, it, seen);
      }
    }
  }

  private void look(ReadFile file, CodePattern pattern, Consumer<? super Hit> seen) {
    Pattern compiled = CodePattern.compile(pattern.regex());
    if (pattern.node().isPresent()) {
      SyntaxTree tree = file.tree();
      for (int node : Nodes.all(tree, pattern.node().get())) {
        if (compiled.matcher(tree.text(node)).find()) {
          seen.accept(hit(file, pattern, tree.start(node)));
        }
      }
      return;
    }
    Matcher matcher = compiled.matcher(file.bytes());
    while (matcher.find()) {
      seen.accept(hit(file, pattern, matcher.start()));
    }
  }

  private Hit hit(ReadFile file, CodePattern pattern, int offset) {
    return new Hit(pattern.name(), file.finding(id(), offset, pattern.message(), pattern.name()));
  }

  @Override
  public List<Finding> conclude(List<Hit> seen, Overview overview) {
    Map<String, Integer> counts = new HashMap<>();
    seen.forEach(it -> counts.merge(it.pattern(), 1, Integer::sum));
    var findings = new ArrayList<Finding>();
    for (CodePattern pattern : patterns) {
      if (counts.getOrDefault(pattern.name(), 0) > pattern.most()) {
        seen.stream()
            .filter(it -> it.pattern().equals(pattern.name()))
            .forEach(it -> findings.add(it.finding()));
      }
    }
    return findings;
  }
}
