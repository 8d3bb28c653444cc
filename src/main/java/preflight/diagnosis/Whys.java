package preflight.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.diagnosis.attribution.Attribution.Attributed;
import preflight.resource.Kind;

/** Writes the chain from the symptom that users meet down to its cause, one line per why. */
final class Whys {

  private final Map<CheckId, Attributed> attributed;
  private final Graph graph;

  Whys(Map<CheckId, Attributed> attributed, Graph graph) {
    this.attributed = attributed;
    this.graph = graph;
  }

  /** Starts from the farthest symptom, the one on the longest chain. */
  List<String> of(Failure root, List<Failure> explained) {
    List<Failure> chain =
        explained.stream()
            .map(this::chain)
            .max(
                Comparator.comparingInt((List<Failure> it) -> it.size())
                    .thenComparing(it -> it.getFirst().position(), Comparator.reverseOrder()))
            .orElse(List.of(root));
    List<String> whys = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      if (i > 0) {
        link(chain.get(i - 1), chain.get(i)).ifPresent(whys::add);
      }
      whys.add(i < chain.size() - 1 ? symptom(chain.get(i)) : sentence(chain.get(i)));
    }
    return whys;
  }

  private List<Failure> chain(Failure symptom) {
    List<Failure> chain = new ArrayList<>(List.of(symptom));
    Optional<Failure> next = via(symptom);
    while (next.isPresent()) {
      chain.add(next.get());
      next = via(next.get());
    }
    return chain;
  }

  private Optional<Failure> via(Failure failure) {
    return Optional.ofNullable(attributed.get(failure.id())).flatMap(Attributed::via);
  }

  /** How two failing resources hang together; an endpoint's own service goes without saying. */
  private Optional<String> link(Failure symptom, Failure cause) {
    return Sentences.relation(
        graph.path(symptom.resource().name(), cause.resource().name()).stream()
            .filter(it -> it.dependent().kind() != Kind.ENDPOINTS)
            .toList());
  }

  /** With what was seen, where that says more; of the cause itself, reports show it anyway. */
  private static String symptom(Failure failure) {
    String sentence = sentence(failure);
    String observed = failure.failed().observed();
    return sentence.contains(observed) ? sentence : "%s: %s".formatted(sentence, observed);
  }

  private static String sentence(Failure failure) {
    return Sentences.of(failure.resource().name(), failure.failed());
  }
}
