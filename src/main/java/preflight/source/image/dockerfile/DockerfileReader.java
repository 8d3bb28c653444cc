package preflight.source.image.dockerfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import preflight.source.image.dockerfile.Instruction.Argument;
import preflight.source.image.dockerfile.Instruction.Assignment;
import preflight.source.image.dockerfile.Instruction.Flags;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a Dockerfile as BuildKit's parser groups it. */
public final class DockerfileReader {

  private static final JsonMapper JSON = new JsonMapper();

  private final String path;
  private final List<Instruction.Arg> globals = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Instruction> open = new ArrayList<>();
  private Optional<Instruction.From> from = Optional.empty();

  private DockerfileReader(String path) {
    this.path = path;
  }

  public static Dockerfile read(String path, String text) {
    LogicalLine.Lines lines = LogicalLine.of(path, text);
    var reader = new DockerfileReader(path);
    reader.mistakes.addAll(lines.mistakes());
    lines.all().forEach(it -> reader.line(it, lines.escape()));
    reader.close();
    if (reader.stages.isEmpty()) {
      reader.mistakes.add(new Mistake(path, 1, "no FROM: nothing is built"));
    }
    return new Dockerfile(
        path, lines.escape(), reader.globals, reader.stages, List.copyOf(reader.mistakes));
  }

  private void close() {
    from.ifPresent(it -> stages.add(new Stage(stages.size(), it, open)));
    open.clear();
  }

  private void line(LogicalLine line, char escape) {
    String[] halves = line.text().split("\\s+", 2);
    String keyword = halves[0].toUpperCase(Locale.ROOT);
    String rest = halves.length < 2 ? "" : halves[1].strip();
    Optional<Instruction> instruction =
        switch (keyword) {
          case "FROM" -> from(line.line(), rest);
          case "ARG" -> Optional.of(new Instruction.Arg(line.line(), arguments(rest, escape)));
          case "ENV" -> env(line.line(), rest, escape);
          case "WORKDIR" -> argued(line, rest, new Instruction.Workdir(line.line(), rest));
          case "COPY" -> copy(line, rest, false);
          case "ADD" -> copy(line, rest, true);
          case "RUN" -> run(line, rest);
          case "ENTRYPOINT" -> Optional.of(new Instruction.Entrypoint(line.line(), command(rest)));
          case "CMD" -> Optional.of(new Instruction.Cmd(line.line(), command(rest)));
          case "EXPOSE" -> argued(line, rest, new Instruction.Expose(line.line(), words(rest)));
          case "USER" -> argued(line, rest, new Instruction.User(line.line(), rest));
          case "ONBUILD" -> argued(line, rest, new Instruction.Onbuild(line.line(), rest));
          case "SHELL" ->
              Optional.of(new Instruction.Shell(line.line(), json(rest).orElse(List.of())));
          case "LABEL", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "MAINTAINER" ->
              Optional.of(new Instruction.Other(line.line(), keyword));
          default -> refused(line.line(), "unknown instruction '%s'".formatted(halves[0]));
        };
    instruction.ifPresent(this::add);
  }

  private void add(Instruction instruction) {
    switch (instruction) {
      case Instruction.From next -> {
        close();
        from = Optional.of(next);
      }
      case Instruction.Arg global when from.isEmpty() -> globals.add(global);
      default -> {
        if (from.isEmpty()) {
          mistakes.add(
              new Mistake(path, instruction.line(), "stands before the first FROM, and is no ARG"));
        } else {
          open.add(instruction);
        }
      }
    }
  }

  private Optional<Instruction> refused(int line, String why) {
    mistakes.add(new Mistake(path, line, why));
    return Optional.empty();
  }

  private Optional<Instruction> argued(LogicalLine line, String rest, Instruction instruction) {
    return rest.isEmpty()
        ? refused(line.line(), "%s has no argument".formatted(line.text()))
        : Optional.of(instruction);
  }

  private Optional<Instruction> from(int line, String rest) {
    List<String> words =
        words(rest).stream().filter(Predicate.not(it -> it.startsWith("--"))).toList();
    if (words.size() == 1) {
      return Optional.of(new Instruction.From(line, words.getFirst(), Optional.empty()));
    }
    return words.size() == 3 && words.get(1).equalsIgnoreCase("AS")
        ? Optional.of(new Instruction.From(line, words.getFirst(), Optional.of(words.get(2))))
        : refused(line, "FROM is not 'FROM image' or 'FROM image AS name'");
  }

  private static List<Argument> arguments(String rest, char escape) {
    return quoted(rest, escape).stream()
        .map(it -> {
          int equals = it.indexOf('=');
          return equals < 0
              ? new Argument(it, Optional.empty())
              : new Argument(it.substring(0, equals), Optional.of(it.substring(equals + 1)));
        })
        .toList();
  }

  private Optional<Instruction> env(int line, String rest, char escape) {
    List<String> words = quoted(rest, escape);
    if (words.isEmpty()) {
      return refused(line, "ENV has no argument");
    }
    if (!words.getFirst().contains("=")) {
      String[] halves = rest.split("\\s+", 2);
      return halves.length < 2
          ? refused(line, "ENV gives '%s' no value".formatted(rest))
          : Optional.of(
              new Instruction.Env(line, List.of(new Assignment(halves[0], halves[1].strip()))));
    }
    List<Assignment> assignments = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        return refused(line, "ENV: '%s' is no NAME=value".formatted(word));
      }
      assignments.add(new Assignment(word.substring(0, equals), word.substring(equals + 1)));
    }
    return Optional.of(new Instruction.Env(line, assignments));
  }

  private Optional<Instruction> copy(LogicalLine line, String rest, boolean add) {
    Flagged flagged = flagged(rest);
    Flags flags = flagged.flags();
    String keyword = add ? "ADD" : "COPY";
    List<String> words =
        json(flagged.rest()).orElseGet(() -> new ArrayList<>(words(flagged.rest())));
    if (words.size() < 2) {
      return refused(line.line(), "%s needs a source and a destination".formatted(keyword));
    }
    List<String> sources =
        words.subList(0, words.size() - 1).stream()
            .filter(it -> line.heredocs().isEmpty() || !LogicalLine.heredocs(it).find())
            .toList();
    return Optional.of(
        new Instruction.Copy(
            line.line(),
            add,
            flags.one("from"),
            flags.on("parents"),
            flags.all("exclude"),
            sources,
            words.getLast(),
            line.heredocs()));
  }

  private Optional<Instruction> run(LogicalLine line, String rest) {
    Flagged flagged = flagged(rest);
    return Optional.of(
        new Instruction.Run(
            line.line(), command(flagged.rest()), line.heredocs(), flagged.flags().all("mount")));
  }

  private static CommandForm command(String rest) {
    return json(rest)
        .map(it -> new CommandForm(it, false))
        .orElseGet(() -> new CommandForm(rest.isEmpty() ? List.of() : List.of(rest), true));
  }

  /** An array of texts; what is none is read as words, as builders do. */
  private static Optional<List<String>> json(String text) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isArray() && node.valueStream().allMatch(JsonNode::isString)) {
        return Optional.of(node.valueStream().map(JsonNode::stringValue).toList());
      }
      return Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /** What stands before the arguments, and these. */
  private record Flagged(Flags flags, String rest) {}

  private static Flagged flagged(String text) {
    Map<String, List<String>> flags = new HashMap<>();
    String rest = text;
    while (rest.startsWith("--")) {
      String[] halves = rest.split("\\s+", 2);
      String word = halves[0].substring(2);
      int equals = word.indexOf('=');
      flags
          .computeIfAbsent(equals < 0 ? word : word.substring(0, equals), _ -> new ArrayList<>())
          .add(equals < 0 ? "true" : unquoted(word.substring(equals + 1)));
      rest = halves.length < 2 ? "" : halves[1];
    }
    return new Flagged(new Flags(flags), rest);
  }

  private static String unquoted(String text) {
    return text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.endsWith(text.substring(0, 1))
        ? text.substring(1, text.length() - 1)
        : text;
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(it -> !it.isEmpty()).toList();
  }

  /** Words in which quotes and escapes stay, and keep blanks together. */
  private static List<String> quoted(String text, char escape) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == escape && quote != '\'' && i + 1 < text.length()) {
        word.append(c).append(text.charAt(++i));
        continue;
      }
      if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
        continue;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
