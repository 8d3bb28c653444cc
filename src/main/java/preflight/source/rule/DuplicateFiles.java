package preflight.source.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.tree.ContentId;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;
import preflight.text.Listing;

/** Source files that stand in the tree twice, byte for byte. */
public record DuplicateFiles(
    @Field(
            value = "How many lines a copy may have: short files are alike by chance",
            byDefault = "30",
            min = 0,
            weaker = Weaker.MORE)
        int lines)
    implements HouseRule<Finding> {

  private static final int SHOWN = 5;

  @Override
  public String id() {
    return "code-duplicate-file";
  }

  @Override
  public Set<String> words() {
    return Set.of();
  }

  /** What is the same is known without reading: by what Git calls the content. */
  @Override
  public boolean concerns(SourceFile file, Role role) {
    return false;
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    // It is never asked.
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    Map<Long, List<SourceFile>> bySize = new LinkedHashMap<>();
    for (SourceFile file : overview.tree().files().values()) {
      if (file.size() > lines
          && Language.of(file.path()).isPresent()
          && overview.role(file) == Role.PRODUCTION) {
        bySize.computeIfAbsent(file.size(), _ -> new ArrayList<>()).add(file);
      }
    }
    Map<String, List<SourceFile>> byContent = new LinkedHashMap<>();
    bySize.values().stream()
        .filter(it -> it.size() > 1)
        .flatMap(List::stream)
        .forEach(file ->
            ContentId.of(overview.tree(), file)
                .ifPresent(it -> byContent.computeIfAbsent(it, _ -> new ArrayList<>()).add(file)));
    var findings = new ArrayList<Finding>();
    for (List<SourceFile> same : byContent.values()) {
      if (same.size() > 1
          && overview.tree().read(same.getFirst()) instanceof SourceTree.Content.Bytes(var bytes)) {
        int count = 0;
        for (byte it : bytes) {
          count += it == '\n' ? 1 : 0;
        }
        if (count > lines) {
          copies(same, count, findings);
        }
      }
    }
    return findings;
  }

  private void copies(List<SourceFile> same, int count, List<Finding> to) {
    for (SourceFile file : same.subList(1, same.size())) {
      List<String> others =
          same.stream().filter(it -> !it.equals(file)).map(SourceFile::path).toList();
      to.add(
          new Finding(
              id(),
              file.path(),
              1,
              1,
              "is the same as %s, %d lines".formatted(Listing.line(others, SHOWN), count),
              same.getFirst().path()));
    }
  }
}
