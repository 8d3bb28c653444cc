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
import preflight.check.CheckDoc;
import preflight.check.CommonRemedies;
import preflight.check.ExitCode;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.diagnosis.DecisionTable;
import preflight.diagnosis.Rule;
import preflight.probe.google.Answer;
import preflight.profile.Mode;
import preflight.profile.Profile;
import preflight.profile.Suggestions;
import preflight.profile.Values;
import preflight.profile.VariableUse;
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
      "explain CHECK: what it asks, why, what its failures mean, how to repair them.",
      "explain SIGNAL: what it means and whose problem it is.",
      "explain ENV: what its profile reads of your environment, and what for.",
      "explain ENV RESOURCE: the values that apply, and where each came from."
    },
    footer = {"", "Example: preflight explain staging redis.cache"})
final class ExplainCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..2",
      description = "A check, a signal, or an environment and the name of a resource in it.")
  private List<String> what = new ArrayList<>();

  @Option(
      names = "--live",
      description =
          "Of a service, also ask where it runs, and print each variable by where it comes from;"
              + " without it, nothing is contacted.")
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
      print(check.get());
    } else if (signal.isPresent()) {
      print(signal.get(), catalogue);
    } else if (gate.knows(name)) {
      return environment(name);
    } else {
      List<String> known = new ArrayList<>(catalogue.stream().map(CheckDefinition::id).toList());
      Arrays.stream(Signal.values()).map(Enum::name).forEach(known::add);
      throw new UsageMistake(
          "there is no check or signal '%s'%s".formatted(name, Suggestions.sentence(name, known)));
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
      say("  reads no variables of the caller");
    } else {
      rows.addFirst(List.of("variable", "here", "read by", "what for"));
      rows.forEach(it -> say(VariableTable.line(it, rows)));
    }
    return ExitCode.GO.code();
  }

  private String isSet(String variable) {
    return shell.environment().containsKey(variable) ? "set" : "not set";
  }

  private void print(CheckDefinition check) {
    CheckDoc doc = check.doc();
    say(doc.id());
    say("");
    say("  " + doc.expects() + ".");
    say("");
    paragraph(doc.why());
    say("");
    for (Signal signal : check.emits()) {
      say("  " + signal + ": " + lower(signal.meaning()) + classes(signal));
    }
    for (Remedy remedy : CommonRemedies.of(check)) {
      say("");
      say(
          "  repair"
              + (remedy.on().length == 0
                  ? ""
                  : " (" + String.join(", ", Arrays.stream(remedy.on()).map(Enum::name).toList()))
              + (remedy.on().length == 0 ? "" : ")"));
      paragraph(remedy.text());
      CommonRemedies.commands(remedy).forEach(it -> say("    " + it));
    }
    for (Permission permission : doc.permissions()) {
      say("");
      say("  needs %s (%s)".formatted(permission.permissions(), permission.role()));
      say("    " + permission.grant().template());
    }
  }

  private void print(Signal signal, List<CheckDefinition> catalogue) {
    say(signal.name());
    say("");
    say("  " + signal.meaning() + ".");
    say("");
    for (Rule rule : DecisionTable.rows()) {
      if (rule.signals().contains(signal) && !rule.id().equals("51")) {
        say(
            "  %s (row %s, sure %.2f): %s%s"
                .formatted(
                    rule.to(),
                    rule.id(),
                    rule.confidence(),
                    rule.condition().isEmpty() ? "" : "if " + rule.condition() + ": ",
                    rule.because()));
      }
    }
    say("");
    catalogue.stream()
        .filter(it -> it.emits().contains(signal))
        .forEach(it -> say("  reported by " + it.id()));
  }

  private static String classes(Signal signal) {
    List<String> classes =
        DecisionTable.rows().stream()
            .filter(it -> it.signals().contains(signal) && !it.id().equals("51"))
            .map(it -> it.to().name())
            .distinct()
            .toList();
    return classes.isEmpty() ? "" : " (" + String.join(" or ", classes) + ")";
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
        throw new UsageMistake("--live tells the variables of a service; " + name + " is none");
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
            trust.trusted());
    try (var probes = new Probes(profile.environment(), scope)) {
      say("");
      if ((live ? probes.variables(service) : probes.variablesOfThisMachine(service))
          instanceof Answer.Got<List<ServiceVariables.Source>>(var sources)) {
        VariableTable.lines(sources)
            .forEach(it -> say(live ? probes.shown(it) : probes.shownOfThisMachine(it)));
        if (!live && service.cloudRun().isPresent()) {
          say("  --live asks Cloud Run for those of its serving revisions");
        }
        return ExitCode.GO.code();
      }
      say("  its variables could not be read; preflight run says why: run-revision-ready, env-*");
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
      case Values.Origin.Stated(var layer, var place, var variables) ->
          variables.isEmpty()
              ? place + " (" + lower(layer.name()) + ")"
              : place + " from " + String.join(", ", variables);
    };
  }

  private void paragraph(String text) {
    text.strip().lines().forEach(it -> say("  " + it.strip()));
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
