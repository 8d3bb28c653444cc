package preflight.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import preflight.check.Claim;
import preflight.check.Claim.Answer;
import preflight.check.Claim.Fact;
import preflight.check.FailureClass;
import preflight.check.Glob;
import preflight.check.Phase;
import preflight.check.Place;
import preflight.check.signal.Signal;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.ScalarDecoder;
import preflight.profile.decoding.Shapes;
import preflight.profile.decoding.WrittenClaim;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Mode;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;
import preflight.resource.field.Keys;

/** Reads the file of a claim as strictly as a profile; its words are those of a JSON report. */
public final class ClaimReader {

  private static final List<FailureClass> CLASSES =
      List.of(FailureClass.INFRA, FailureClass.CONFIG, FailureClass.CODE);

  private final Mistakes mistakes = new Mistakes();

  private ClaimReader() {}

  /** Reads one file; places in mistakes name it as it is given. */
  public static ClaimReading read(Path file) {
    var reader = new ClaimReader();
    Place start = new Place(file.toString(), 1, 1);
    Optional<Claim> claim =
        SourceText.read(file, start, reader.mistakes)
            .flatMap(it -> YamlParser.parse(it.file(), it.text(), reader.mistakes))
            .flatMap(it -> reader.claim(it, start));
    return claim.isPresent() && reader.mistakes.none()
        ? new ClaimReading.Read(claim.get())
        : new ClaimReading.Invalid(reader.mistakes.all());
  }

  private Optional<Claim> claim(Yaml.Mapping root, Place start) {
    var scalars =
        new ScalarDecoder(
            new Variables(Map.of()),
            new References(Declared.in(root), mistakes),
            mistakes,
            Mode.RUN);
    Optional<WrittenClaim> written =
        new Decoder(new Shapes(), scalars, mistakes, false).record(root, WrittenClaim.class, start);
    Optional<Glob> rootCause = glob(root, "root-cause");
    Optional<FailureClass> to = word(root, "class", CLASSES, FailureClass::name);
    List<Fact> predicts = facts(root, "predicts");
    List<Fact> excludes = facts(root, "excludes");
    if (written.isPresent() && written.get().predicts().isEmpty()) {
      mistakes.add(root.place(), "a claim must predict something; list facts in 'predicts'");
    }
    return written.isPresent() && rootCause.isPresent() && to.isPresent()
        ? Optional.of(
            new Claim(written.get().claim(), rootCause.get(), to.get(), predicts, excludes))
        : Optional.empty();
  }

  private List<Fact> facts(Yaml.Mapping root, String key) {
    List<Fact> facts = new ArrayList<>();
    for (Yaml item : root.list(key)) {
      if (item instanceof Yaml.Mapping mapping) {
        fact(mapping).ifPresent(facts::add);
      }
    }
    return facts;
  }

  private Optional<Fact> fact(Yaml.Mapping mapping) {
    Optional<Glob> check = glob(mapping, "check");
    var outcome = word(mapping, "outcome", List.of(Answer.values()), Answer::name);
    var signal = word(mapping, "signal", List.of(Signal.values()), Signal::name);
    var phase = word(mapping, "phase", List.of(Phase.values()), Keys::of);
    Optional<Glob> explainedBy = glob(mapping, "explained-by");
    if (mapping.entries().keySet().stream().allMatch(it -> it.equals("check"))) {
      mistakes.add(
          mapping.place(),
          "states no fact: give at least one of outcome, signal, phase, explained-by,"
              + " evidence-contains");
    }
    boolean failure = signal.isPresent() || phase.isPresent() || explainedBy.isPresent();
    if (failure && outcome.filter(it -> it != Answer.FAILED).isPresent()) {
      mistakes.add(mapping.place(), "a signal, a phase or explained-by needs the outcome FAILED");
    }
    var part = mapping.scalar("evidence-contains").map(Yaml.Scalar::text);
    return check.map(it -> new Fact(it, outcome, signal, phase, explainedBy, part));
  }

  private Optional<Glob> glob(Yaml.Mapping mapping, String key) {
    return mapping
        .scalar(key)
        .filter(it -> !it.text().isBlank())
        .flatMap(it ->
            it.text().contains("/")
                ? Optional.of(new Glob(it.text()))
                : mistakes.add(
                    it.place(),
                    "expected check/resource, such as redis-reachable/redis.cache or */redis.cache"));
  }

  private <E> Optional<E> word(
      Yaml.Mapping mapping, String key, List<E> constants, Function<E, String> written) {
    return mapping
        .scalar(key)
        .filter(it -> !it.text().isBlank())
        .flatMap(it ->
            constants.stream()
                .filter(constant -> written.apply(constant).equals(it.text()))
                .findFirst()
                .or(() ->
                    mistakes.add(
                        it.place(),
                        "'%s' is no %s%s"
                            .formatted(
                                it.text(),
                                key,
                                Suggestions.sentence(
                                    it.text(), constants.stream().map(written).toList())))));
  }
}
