package preflight.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.catalog.Catalog;
import preflight.catalog.platform.ServiceVariables;
import preflight.check.CheckDefinition;
import preflight.check.ExitCode;
import preflight.check.Vantage;
import preflight.check.signal.Signal;
import preflight.cli.gate.Gate;
import preflight.cli.gate.Probes;
import preflight.cli.gate.TrustOptions;
import preflight.diagnosis.DecisionTable;
import preflight.diagnosis.Rule;
import preflight.probe.google.ApiAnswer;
import preflight.profile.Profile;
import preflight.profile.Values;
import preflight.profile.reading.Mode;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.VariableUse;
import preflight.report.explanation.CheckPage;
import preflight.report.explanation.Explanation;
import preflight.resource.Kind;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "explain CHECK: what a check asks, why, what its failures mean, how to repair them.",
      "explain SIGNAL: what a signal means and whose problem it is.",
      "explain RULE: a rule of the decision table, such as 21b.",
      "explain report: what the labels and words of a report mean.",
      "explain ENV: which of your environment variables a profile reads, and for what.",
      "explain ENV RESOURCE: the values that apply to a resource, and where each comes from."
    },
    footer = {"", "Example: preflight explain staging redis.cache"})
final class ExplainCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..2",
      description = "A check, a signal, a rule, `report`, or an environment and a resource in it.")
  private List<String> what = new ArrayList<>();

  @Option(
      names = "--live",
      description =
          "Ask Cloud Run for the variables of a service, and print where each comes from. Without"
              + " --live, Preflight contacts nothing.")
  private boolean live;

  @Mixin private TrustOptions trust = new TrustOptions();

  ExplainCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (live && what.size() != 2) {
      throw new UsageMistake("--live needs an environment and the name of a service in it");
    }
    return what.size() == 2
        ? resource(what.get(0), what.get(1))
        : checkOrSignal(what.getFirst(), Catalog.definitions());
  }

  private int checkOrSignal(String name, List<CheckDefinition> catalogue) {
    Optional<CheckDefinition> check =
        catalogue.stream().filter(it -> it.id().equals(name)).findFirst();
    Optional<Signal> signal =
        Arrays.stream(Signal.values()).filter(it -> it.name().equals(name)).findFirst();
    if (check.isPresent()) {
      new Explanation(shell.out()).check(CheckPage.of(check.get()));
    } else if (signal.isPresent()) {
      new Explanation(shell.out()).signal(signal.get(), reporters(signal.get(), catalogue));
    } else if (rule(name).isPresent()) {
      new Explanation(shell.out()).rule(rule(name).get());
    } else if (name.equals("report")) {
      new Explanation(shell.out()).report();
    } else if (gate.knows(name)) {
      return environment(name);
    } else {
      List<String> known = new ArrayList<>(catalogue.stream().map(CheckDefinition::id).toList());
      Arrays.stream(Signal.values()).map(Enum::name).forEach(known::add);
      known.add("report");
      throw new UsageMistake(
          "there is no check, signal, rule or environment '%s'%s"
              .formatted(name, Suggestions.sentence(name, known)));
    }
    return 0;
  }

  /** What a profile reads of the caller's environment; never a value. */
  private int environment(String name) {
    Optional<Profile> read =
        gate.read(name, Mode.LINT, shell.environment(), trust.trusted(), Clock.systemUTC());
    if (read.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Profile profile = read.get();
    say(profile.environment().name());
    List<List<String>> rows = new ArrayList<>();
    for (VariableUse use : profile.variables()) {
      String purpose = use.purpose().orElse(use.declared() ? "" : "not declared");
      rows.add(List.of(use.name(), isSet(use.name()), use.place().toString(), purpose));
    }
    for (Secret secret : profile.environment().secrets().values()) {
      if (secret.source() instanceof SecretSource.ProcessEnvironment) {
        String id = secret.storedId();
        rows.add(List.of(id, isSet(id), secret.name().toString(), "source: env"));
      }
    }
    if (rows.isEmpty()) {
      say("  reads none of your variables");
    } else {
      rows.addFirst(List.of("variable", "here", "read by", "what for"));
      rows.forEach(it -> say(VariableTable.line(it, rows)));
    }
    return ExitCode.GO.code();
  }

  private String isSet(String variable) {
    return shell.environment().containsKey(variable) ? "set" : "not set";
  }

  private static Optional<Rule> rule(String id) {
    return DecisionTable.rows().stream().filter(it -> it.id().equals(id)).findFirst();
  }

  private static List<String> reporters(Signal signal, List<CheckDefinition> catalogue) {
    return catalogue.stream()
        .filter(it -> it.emits().contains(signal))
        .map(CheckDefinition::id)
        .toList();
  }

  private int resource(String environment, String resource) throws InterruptedException {
    Clock clock = Clock.systemUTC();
    Optional<Profile> read =
        gate.read(
            environment, live ? Mode.RUN : Mode.LINT, shell.environment(), trust.trusted(), clock);
    if (read.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Profile profile = read.get();
    Optional<ResourceName> name =
        profile
            .environment()
            .resources()
            .map(Resource::name)
            .filter(it -> it.toString().equals(resource))
            .findFirst();
    if (name.isEmpty()) {
      List<String> known =
          profile.environment().resources().map(it -> it.name().toString()).toList();
      throw new UsageMistake(
          "%s has no resource '%s'%s"
              .formatted(environment, resource, Suggestions.sentence(resource, known)));
    }
    say(name.get().toString());
    values(profile.values().of(name.get()));
    profile.plan().checks().stream()
        .filter(it -> it.id().resource().equals(resource))
        .forEach(it -> {
          say("");
          say(it.id().toString());
          values(profile.values().of(it.id()));
        });
    return variables(profile, name.get(), clock);
  }

  /** A table of each variable of a service by where it comes from. */
  private int variables(Profile profile, ResourceName name, Clock clock)
      throws InterruptedException {
    Service service = profile.environment().services().get(name.name());
    if (service == null || name.kind() != Kind.SERVICES) {
      if (live) {
        throw new UsageMistake("--live shows the variables of a service; " + name + " is none");
      }
      return ExitCode.GO.code();
    }
    var scope =
        new Probes.Scope(
            shell.environment(),
            clock,
            Vantage.LOCAL,
            Optional.empty(),
            /* history= */ false,
            trust.trusted(),
            Optional.empty(),
            List.of());
    try (var probes = new Probes(profile.environment(), scope)) {
      say("");
      if ((live ? probes.variables(service) : probes.variablesOfThisMachine(service))
          instanceof ApiAnswer.Got<List<ServiceVariables.Source>>(var sources)) {
        VariableTable.lines(sources)
            .forEach(it -> say(live ? probes.shown(it) : probes.shownOfThisMachine(it)));
        if (!live && service.cloudRun().isPresent()) {
          say("  add --live to ask Cloud Run for the variables of the revisions that serve");
        }
        return ExitCode.GO.code();
      }
      say("  Preflight cannot read the variables of this service; preflight run shows the reason");
      return ExitCode.INCONCLUSIVE.code();
    }
  }

  private void values(List<Values.Value> values) {
    int keys = values.stream().mapToInt(it -> it.key().length()).max().orElse(0);
    int texts = values.stream().mapToInt(it -> it.text().length()).max().orElse(0);
    for (Values.Value value : values) {
      say(
          "  %s%s  %s%s  %s"
              .formatted(
                  value.key(),
                  " ".repeat(keys - value.key().length()),
                  value.text(),
                  " "
                      .repeat(
                          Math.min(40, texts) > value.text().length()
                              ? Math.min(40, texts) - value.text().length()
                              : 0),
                  origin(value.origin())));
    }
  }

  private static String origin(Values.Origin origin) {
    return switch (origin) {
      case Values.Origin.Default() -> "default";
      case Values.Origin.Stated(var layer, var place, var variables, var defaults) ->
          defaults.map("from %s, "::formatted).orElse("")
              + (variables.isEmpty()
                  ? place + " (" + lower(layer.name()) + ")"
                  : place + " from " + String.join(", ", variables));
    };
  }

  private void say(String line) {
    shell.out().println(line);
  }

  private static String lower(String text) {
    return text.equals(text.toUpperCase(java.util.Locale.ROOT))
        ? text.toLowerCase(java.util.Locale.ROOT)
        : text;
  }
}
