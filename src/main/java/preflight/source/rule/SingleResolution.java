package preflight.source.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;
import preflight.text.Listing;

/** Settings with stand-ins that are read in one order wherever they are read. */
public record SingleResolution() implements HouseRule<SingleResolution.Order> {

  private static final int SHOWN = 6;

  /** Variables of which the first one that is set counts, at one place. */
  record Order(List<String> names, String path, int line, int column) {

    String place() {
      return path + ":" + line;
    }

    String words() {
      return String.join(", then ", names);
    }
  }

  @Override
  public String id() {
    return "code-single-resolution";
  }

  @Override
  public Set<String> words() {
    return EnvironmentReads.WORDS;
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return role == Role.PRODUCTION && Language.of(file.path()).isPresent();
  }

  @Override
  public void look(ReadFile file, Consumer<? super Order> seen) {
    SyntaxTree tree = file.tree();
    for (EnvironmentReads.Chain chain : EnvironmentReads.of(tree).chains()) {
      if (chain.names().size() > 1) {
        seen.accept(
            new Order(
                chain.names(),
                file.path(),
                tree.line(chain.node()),
                file.column(tree.start(chain.node()))));
      }
    }
  }

  @Override
  public List<Finding> conclude(List<Order> seen, Overview overview) {
    var findings = new ArrayList<Finding>();
    for (List<Order> group : groups(seen)) {
      Map<List<String>, List<Order>> orders = new LinkedHashMap<>();
      group.forEach(it -> orders.computeIfAbsent(it.names(), _ -> new ArrayList<>()).add(it));
      if (orders.size() < 2) {
        continue;
      }
      for (Order it : group) {
        List<String> others =
            orders.entrySet().stream()
                .filter(each -> !each.getKey().equals(it.names()))
                .map(each ->
                    "%s at %s"
                        .formatted(
                            each.getValue().getFirst().words(),
                            Listing.line(
                                each.getValue().stream().map(Order::place).toList(), SHOWN)))
                .toList();
        findings.add(
            new Finding(
                id(),
                it.path(),
                it.line(),
                it.column(),
                "reads %s; elsewhere the order is %s"
                    .formatted(it.words(), String.join("; and ", others)),
                it.names().getFirst()));
      }
    }
    return findings;
  }

  /** Those that share a variable, directly or through others, read one setting. */
  private static List<List<Order>> groups(List<Order> seen) {
    List<List<Order>> groups = new ArrayList<>();
    for (Order order : seen) {
      List<Order> joined = new ArrayList<>();
      groups.removeIf(group -> {
        boolean shares =
            group.stream().anyMatch(it -> it.names().stream().anyMatch(order.names()::contains));
        return shares && joined.addAll(group);
      });
      joined.add(order);
      groups.add(joined);
    }
    return groups;
  }
}
