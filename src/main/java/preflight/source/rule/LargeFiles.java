package preflight.source.rule;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Source files that have grown too long to be read. */
public record LargeFiles(
    @Field(
            value = "How many lines a file may have",
            byDefault = "2000",
            min = 1,
            weaker = Weaker.MORE)
        int lines)
    implements HouseRule<Finding> {

  @Override
  public String id() {
    return "code-large-file";
  }

  @Override
  public Set<String> words() {
    return Set.of();
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return role == Role.PRODUCTION && file.size() > lines && Language.of(file.path()).isPresent();
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    byte[] bytes = file.bytes();
    int count = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
    for (byte it : bytes) {
      count += it == '\n' ? 1 : 0;
    }
    if (count > lines) {
      seen.accept(
          new Finding(
              id(), file.path(), 1, 1, "has %d lines; %d may be".formatted(count, lines), "lines"));
    }
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    return seen;
  }
}
