package preflight.profile;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.check.Place;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.ScalarDecoder;
import preflight.profile.decoding.Shapes;
import preflight.profile.decoding.Written;
import preflight.profile.planning.AbsentDockerfiles;
import preflight.profile.planning.Catalogue;
import preflight.profile.planning.CheckNames;
import preflight.profile.planning.Decided;
import preflight.profile.planning.Packs;
import preflight.profile.planning.Planner;
import preflight.profile.planning.Rule;
import preflight.profile.planning.UnreadFields;
import preflight.profile.planning.Waivers;
import preflight.profile.planning.Weakenings;
import preflight.profile.reading.Loader;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Mode;
import preflight.profile.reading.VariableUse;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Owners;
import preflight.resource.network.TrustedHosts;

/** Reads a profile with its parents and packs into a plan, or into all the mistakes in them. */
public final class ProfileReader {

  private final Catalogue catalogue;
  private final Variables variables;
  private final LocalDate today;
  private final Path shippedHome;
  private final TrustedHosts trusted;

  /**
   * @param processEnvironment what <code>${env:NAME}</code> is filled in from
   * @param today decides which waivers hold
   * @param shippedHome the directory that holds {@code checks/}, used where a profile names no
   *     packs
   */
  public ProfileReader(
      List<CheckDefinition> checks,
      Map<String, String> processEnvironment,
      LocalDate today,
      Path shippedHome) {
    this(checks, processEnvironment, today, shippedHome, TrustedHosts.GOOGLE);
  }

  /**
   * @param trusted the hosts that the caller lets have Google credentials
   */
  public ProfileReader(
      List<CheckDefinition> checks,
      Map<String, String> processEnvironment,
      LocalDate today,
      Path shippedHome,
      TrustedHosts trusted) {
    this.trusted = trusted;
    this.catalogue = new Catalogue(checks);
    this.variables = new Variables(processEnvironment);
    this.today = today;
    this.shippedHome = shippedHome;
  }

  /** Reads a profile; paths in it and in mistakes are relative to where the process runs. */
  public Reading read(Path file, Mode mode) {
    return read(file, Optional.empty(), mode);
  }

  /**
   * Reads a profile that a command line named.
   *
   * @param argument in these words, which a command that is printed repeats
   */
  public Reading read(Path file, String argument, Mode mode) {
    return read(file, Optional.of(argument), mode);
  }

  private Reading read(Path file, Optional<String> argument, Mode mode) {
    Mistakes mistakes = new Mistakes();
    Loader loader = new Loader(mistakes, variables);
    Optional<Yaml.Mapping> merged = loader.profile(file);
    return merged.isEmpty()
        ? new Reading.Invalid(mistakes.all())
        : read(merged.get(), file, argument, mode, loader, mistakes);
  }

  /**
   * Reads packs for a source tree of which no profile tells: the shipped ones and others.
   *
   * @param packs their files
   * @param dockerfiles of services that the tree builds, by name
   */
  public Reading readSource(List<Path> packs, Map<String, String> dockerfiles) {
    Mistakes mistakes = new Mistakes();
    Path nowhere = Path.of("source");
    Place place = new Place(nowhere.toString(), 1, 1);
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    List<Yaml> files = packs.stream().map(it -> text(place, it.toString())).toList();
    entries.put("packs", new Yaml.Entry(place, new Yaml.Sequence(place, files)));
    entries.put("source", new Yaml.Entry(place, new Yaml.Mapping(place, Map.of())));
    Map<String, Yaml.Entry> services = new LinkedHashMap<>();
    dockerfiles.forEach((name, dockerfile) ->
        services.put(
            name,
            entry(place, "image", entry(place, "dockerfile", text(place, dockerfile)).value())));
    if (!services.isEmpty()) {
      entries.put("services", new Yaml.Entry(place, new Yaml.Mapping(place, services)));
    }
    Yaml.Mapping root = completed(new Yaml.Mapping(place, entries), nowhere);
    return read(
        root, nowhere, Optional.empty(), Mode.PLAN, new Loader(mistakes, variables), mistakes);
  }

  private static Yaml text(Place place, String text) {
    return new Yaml.Scalar(place, text, Yaml.Type.TEXT);
  }

  private static Yaml.Entry entry(Place place, String key, Yaml value) {
    return new Yaml.Entry(
        place, new Yaml.Mapping(place, Map.of(key, new Yaml.Entry(place, value))));
  }

  private Reading read(
      Yaml.Mapping merged,
      Path file,
      Optional<String> argument,
      Mode mode,
      Loader loader,
      Mistakes mistakes) {
    boolean whole = loader.isWhole();
    boolean incomplete =
        !whole
            || (mode == Mode.LINT
                && (!merged.entries().containsKey("environment") || loader.isParent(file)));
    Inherited inherited =
        Inherited.in(incomplete ? completed(merged, file) : merged, whole, mistakes);
    Yaml.Mapping root = inherited.root();
    Declared declared = Declared.in(root);
    // What a reference names may stand in the parent that could not be read.
    Mistakes dangling = whole ? mistakes : new Mistakes();
    var references = new References(declared, inherited::takenAway, dangling);
    var scalars = new ScalarDecoder(variables, references, mistakes, mode);
    scalars.in(file);
    Shapes shapes = new Shapes();
    Decoder strict = new Decoder(shapes, scalars, mistakes, false);
    Optional<Written.Profile> written =
        new Decoder(shapes, scalars, mistakes, incomplete)
            .record(root, Written.Profile.class, new Place(file.normalize().toString(), 1, 1));
    unusedDefaults(inherited, declared, shapes, mistakes);
    new Cycles(declared, mistakes).find();

    CheckNames names = new CheckNames(catalogue, declared, inherited, dangling);
    Waivers waivers = new Waivers(root, strict, names, today);
    List<Rule> rules =
        new Packs(loader, strict, catalogue, declared, mistakes, incomplete).of(root, shippedHome);
    Map<CheckNames.Named, Yaml.Mapping> overrides = overrides(root, names);
    var planner = new Planner(rules, overrides, strict, mistakes);
    List<Decided> decided = planner.decide(declared);
    List<Plan.Notice> recipients =
        new Recipients(root, variables, trusted, mistakes).check(!incomplete);
    List<VariableUse> uses = loader.read().uses(root, mistakes);
    if (!incomplete) {
      written.ifPresent(it -> new Unaskable(environment(it, argument), declared, mistakes).find());
    }

    if (!mistakes.none()) {
      return new Reading.Invalid(mistakes.all());
    }
    Environment environment = environment(written.orElseThrow(), argument);
    List<PlannedCheck> checks = Planner.plan(decided, environment, declared, waivers::of);
    List<CheckId> planned = decided.stream().map(Decided::id).toList();
    List<Plan.Notice> notices = new ArrayList<>(recipients);
    notices.addAll(waivers.notices(planned));
    notices.addAll(unused(root, overrides.keySet(), planned));
    Weakenings weakenings = weakenings(declared, inherited);
    if (mode == Mode.PLAN) {
      notices.addAll(unset(uses));
    }
    if (mode == Mode.LINT) {
      notices.addAll(waivers.endless());
      notices.addAll(unseen(declared, planned));
      notices.addAll(UnreadFields.in(declared));
      notices.addAll(scalars.absent());
      notices.addAll(AbsentDockerfiles.in(declared, environment));
      weakenings.off(root, declared, decided).ifPresent(notices::add);
    }
    return new Reading.Read(
        new Profile(
            file,
            loader.digest(),
            Stream.concat(loader.files().stream(), scalars.files().stream()).distinct().toList(),
            environment,
            new Plan(checks, notices, weakenings.in(root, declared, decided, environment)),
            planner.ofJobs(environment, root.place()),
            new Values(declared, inherited, decided, variables, file.normalize().toString()),
            uses));
  }

  /** Defaults of a type of which there is no resource have mistakes all the same. */
  private void unusedDefaults(
      Inherited inherited, Declared declared, Shapes shapes, Mistakes mistakes) {
    var references = new References(declared, new Mistakes());
    var scalars = new ScalarDecoder(variables, references, mistakes, Mode.LINT);
    Yaml.Mapping samples = inherited.samples();
    new Decoder(shapes, scalars, mistakes, true)
        .record(samples, Written.TypeDefaults.class, samples.place());
  }

  /** Looks at a profile and its packs, or at a pack, which is known by its rules. */
  public Linted lint(Path file) {
    Mistakes mistakes = new Mistakes();
    Loader loader = new Loader(mistakes, variables);
    Path normal = file.normalize();
    Optional<Yaml.Mapping> root = loader.file(normal, new Place(normal.toString(), 1, 1));
    if (root.isPresent() && root.get().entries().containsKey("rules")) {
      int rules = rulesOf(root.get(), loader, mistakes);
      return mistakes.none() ? new Linted.Pack(file, rules) : new Linted.Invalid(mistakes.all());
    }
    return switch (read(file, Mode.LINT)) {
      case Reading.Read(Profile profile) -> new Linted.Sound(profile);
      case Reading.Invalid(List<Mistake> found) -> new Linted.Invalid(found);
    };
  }

  private int rulesOf(Yaml.Mapping pack, Loader loader, Mistakes mistakes) {
    Declared nothing = Declared.in(new Yaml.Mapping(pack.place(), Map.of()));
    References references = new References(nothing, mistakes);
    var scalars = new ScalarDecoder(variables, references, mistakes, Mode.LINT);
    Decoder decoder = new Decoder(new Shapes(), scalars, mistakes, false);
    List<Rule> rules = new Packs(loader, decoder, catalogue, nothing, mistakes, true).rules(pack);
    new Planner(rules, Map.of(), decoder, mistakes).decide(nothing);
    return rules.size();
  }

  /** What a parent leaves to the profiles that extend it. */
  private static Yaml.Mapping completed(Yaml.Mapping root, Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(root.entries());
    Place place = root.place();
    entries.putIfAbsent(
        "version", new Yaml.Entry(place, new Yaml.Scalar(place, "1", Yaml.Type.INTEGER)));
    entries.putIfAbsent(
        "environment", new Yaml.Entry(place, new Yaml.Scalar(place, name, Yaml.Type.TEXT)));
    return new Yaml.Mapping(place, entries);
  }

  private static Map<CheckNames.Named, Yaml.Mapping> overrides(
      Yaml.Mapping root, CheckNames names) {
    Map<CheckNames.Named, Yaml.Mapping> overrides = new LinkedHashMap<>();
    root.mapping("override")
        .ifPresent(it ->
            it.entries()
                .forEach((key, entry) ->
                    names
                        .find(entry.place(), key)
                        .filter(_ -> entry.value() instanceof Yaml.Mapping)
                        .ifPresent(name -> overrides.put(name, (Yaml.Mapping) entry.value()))));
    return overrides;
  }

  /** What a run needs of the caller, and has not got. */
  private List<Plan.Notice> unset(List<VariableUse> uses) {
    return uses.stream()
        .filter(it -> !variables.has(it.name()))
        .map(it ->
            new Plan.Notice(
                "the environment variable %s is not set%s; a run needs it"
                    .formatted(it.name(), it.purpose().map(" (%s)"::formatted).orElse("")),
                it.place()))
        .toList();
  }

  /** Overrides of checks that the plan does not have. */
  private static List<Plan.Notice> unused(
      Yaml.Mapping root, Set<CheckNames.Named> overrides, List<CheckId> planned) {
    List<Plan.Notice> notices = new ArrayList<>();
    root.mapping("override")
        .ifPresent(it ->
            it.entries()
                .forEach((key, entry) -> {
                  CheckNames.Named named = CheckNames.Named.parse(key);
                  if (overrides.contains(named) && planned.stream().noneMatch(named::names)) {
                    notices.add(
                        new Plan.Notice(
                            "the override of %s has no effect: the plan has no such check"
                                .formatted(key),
                            entry.place()));
                  }
                }));
    return notices;
  }

  /** Resources that no check of the plan is about. */
  private static List<Plan.Notice> unseen(Declared declared, List<CheckId> planned) {
    Set<String> seen = planned.stream().map(CheckId::resource).collect(Collectors.toSet());
    return declared.names().stream()
        .filter(it -> !seen.contains(it.toString()))
        .map(it -> new Plan.Notice("no check of the plan uses " + it, declared.placeOf(it)))
        .toList();
  }

  /** The shipped packs are read apart: what a profile is made of stays what its digest says. */
  private Weakenings weakenings(Declared declared, Inherited inherited) {
    Mistakes ignored = new Mistakes();
    var references = new References(declared, ignored);
    var scalars = new ScalarDecoder(variables, references, ignored, Mode.LINT);
    Decoder decoder = new Decoder(new Shapes(), scalars, ignored, false);
    Loader loader = new Loader(ignored, variables);
    List<Rule> shipped =
        new Packs(loader, decoder, catalogue, declared, ignored, true).shipped(shippedHome);
    return new Weakenings(shipped, decoder, inherited);
  }

  private static Environment environment(Written.Profile profile, Optional<String> argument) {
    var environment =
        new Environment(
            profile.environment(),
            argument.orElse(profile.environment()),
            profile.gcp().orElse(Gcp.NONE),
            profile.owners().orElse(Owners.NONE),
            profile.secrets(),
            profile.connectors(),
            profile.redis(),
            profile.postgres(),
            profile.services(),
            profile.source());
    return profile
        .terraform()
        .map(it -> environment.managedBy(TerraformFiles.in(it)))
        .orElse(environment);
  }
}
