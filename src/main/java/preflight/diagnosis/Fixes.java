package preflight.diagnosis;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.CommonRemedies;
import preflight.check.Outcome.Failed;
import preflight.check.Remedy;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.check.signal.Signal;
import preflight.diagnosis.RootCause.Fix;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Resource;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretSource;
import preflight.resource.SecretUse;
import preflight.resource.Service;

/** Chooses the remedy for a failure and fills in its commands. */
final class Fixes {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z-]*)}");
  private static final Pattern OF_CLOUD_RUN = Pattern.compile("gcloud run |cloud_run_revision");
  private static final Pattern OF_LIVE_SERVICE = Pattern.compile("gcloud run services update\\b");
  private static final Pattern SENTENCES = Pattern.compile("(?<=\\.)\\s+");
  private static final Pattern OF_COMMANDS = Pattern.compile("^(The|Both|Each) .*commands?\\b");

  private static final String SECRETS = "gcloud secrets ";

  private static final String STORE =
      "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}";

  private final Environment environment;
  // Choosing reads annotations, which is slow, and many failures are of one kind.
  private final IdentityHashMap<CheckDefinition, Map<Signal, Optional<Remedy>>> chosen =
      new IdentityHashMap<>();

  Fixes(Environment environment) {
    this.environment = environment;
  }

  Fix of(CheckDefinition check, Resource resource, Failed failed) {
    return remedy(check, failed.signal())
        .filter(it -> isPossible(it, resource))
        .or(() -> CommonRemedies.of(failed.signal()))
        .or(() -> remedy(check, failed.signal()))
        .map(it -> {
          if (it.redeploys() && resource instanceof Secret secret && !managed(secret)) {
            return onThisMachine(secret);
          }
          Map<String, String> facts = facts(resource, failed.facts());
          return !it.here().isEmpty() && facts.containsKey("place")
              ? new Fix(
                  fill(it.here().strip(), facts),
                  failed.commands().getOrDefault("shell", List.of()))
              : remote(it, resource, facts, failed.commands());
        })
        .orElseGet(() -> new Fix("", List.of()));
  }

  /** The same with what the team's Terraform says of what it changes. */
  Fix withDrift(Fix fix) {
    return environment
        .terraform()
        .flatMap(it -> new Drift(it).sentence(fix.commands()))
        .map(it -> new Fix(fix.text() + " " + it, fix.commands()))
        .orElse(fix);
  }

  /** The same for what is about to be deployed: a change of what serves now would not last. */
  static Fix before(Fix fix, String told) {
    List<Command> left =
        fix.commands().stream()
            .filter(it -> !OF_LIVE_SERVICE.matcher(it.toString()).find())
            .toList();
    String text = left.isEmpty() ? withoutCommands(fix.text()) : fix.text();
    return new Fix(
        "Correct what you deploy (%s) and run Preflight again. %s".formatted(told, text), left);
  }

  private Fix remote(
      Remedy remedy,
      Resource resource,
      Map<String, String> facts,
      Map<String, List<Command>> ofFailure) {
    Optional<Secret> written = written(remedy, resource, facts);
    Map<String, List<Command>> fragments = new HashMap<>();
    // What the failure found out is known, whatever a secret holds.
    fragments.putAll(Command.askedFields(resource.held()));
    fragments.keySet().removeAll(facts.keySet());
    written.ifPresent(it -> {
      fragments.put(
          "value",
          List.of(
              Optional.ofNullable(facts.get(CheckDoc.NEW_VALUE))
                  .map(whole -> Command.askedValue(it.name().name(), whole))
                  .orElseGet(() -> Command.askedValue(it.name().name()))));
      generator(it, facts)
          .ifPresent(command -> fragments.put("generator", List.of(Command.of(command))));
    });
    // What only the reader can make is asked for, in place of what a command knows.
    boolean asks =
        !remedy.asked().isEmpty()
            && written.isPresent()
            && (facts.containsKey(CheckDoc.NEW_VALUE)
                || (draws(remedy) && !fragments.containsKey("generator")));
    fragments.putAll(ofFailure);
    if (written.isEmpty() && remedy.redeploys()) {
      // Where the new value goes is for the reader to say.
      facts.remove("id");
      fragments.put("value", List.of(Command.asked("NEW_VALUE", "the new value")));
    }
    Optional<Fix> local = written.filter(it -> !managed(it)).map(Fixes::onThisMachine);
    List<String> possible =
        (asks ? Stream.of(STORE) : Arrays.stream(remedy.commands()))
            .filter(
                it -> !writesSecret(it) || written.map(Fixes::managed).orElse(remedy.redeploys()))
            .filter(it -> isPossible(it, resource))
            .toList();
    // Where the new value cannot be stored, the other commands repair nothing.
    boolean leftover =
        remedy.redeploys()
            && Arrays.stream(remedy.commands()).anyMatch(Fixes::writesSecret)
            && possible.stream().noneMatch(Fixes::writesSecret);
    Optional<Secret> kept =
        resource instanceof Secret itself ? Optional.of(itself) : written.filter(Fixes::managed);
    kept.ifPresent(it -> facts.putAll(home(it)));
    List<Command> own =
        (leftover ? Stream.<String>empty() : possible.stream())
            .map(it -> kept.map(secret -> atHome(it, secret)).orElse(it))
            .flatMap(it -> Command.lines(it, facts, fragments).stream())
            .toList();
    Stream<Command> after =
        local
            .map(it -> it.commands().stream())
            .orElseGet(() ->
                Stream.concat(
                    possible.stream().anyMatch(Fixes::createsSecret)
                        ? written.stream().flatMap(this::grants)
                        : Stream.of(),
                    written.stream().flatMap(this::redeployments)));
    String told = (asks ? remedy.asked() : remedy.text()).strip();
    String text = own.isEmpty() && remedy.commands().length > 0 ? withoutCommands(told) : told;
    written.ifPresent(it -> facts.putIfAbsent(CheckDoc.NEW_VALUE, newValue(it)));
    return new Fix(
        (facts.getOrDefault(CheckDoc.FIX, "") + " " + fill(text, facts)).strip()
            + local.map(it -> " " + it.text()).orElse(""),
        Stream.concat(own.stream(), after).toList());
  }

  /** The secret whose value the remedy changes: who read the old one goes on with it. */
  private Optional<Secret> written(Remedy remedy, Resource resource, Map<String, String> facts) {
    if (resource instanceof Secret own && remedy.redeploys()) {
      return Optional.of(own);
    }
    return Arrays.stream(remedy.commands()).anyMatch(Fixes::writesSecret)
        ? stored(facts.get("id"))
        : Optional.empty();
  }

  /** A regional secret is kept in one place, which gcloud wants to be told, and not copied. */
  private static String atHome(String command, Secret secret) {
    int at = command.indexOf(SECRETS);
    if (at < 0) {
      return command;
    }
    String there = command.substring(at);
    if (secret.project().isPresent()) {
      there = there.replace("--project={project}", "--project={project-of-secret}");
    }
    if (secret.location().isPresent()) {
      there =
          there
              .replace(" --replication-policy=automatic", "")
              .replace(" --project=", " --location={location-of-secret} --project=");
    }
    return command.substring(0, at) + there;
  }

  private static Map<String, String> home(Secret secret) {
    Map<String, String> home = new HashMap<>();
    secret.project().ifPresent(it -> home.put("project-of-secret", it));
    secret.location().ifPresent(it -> home.put("location-of-secret", it));
    return home;
  }

  private static boolean draws(Remedy remedy) {
    return Arrays.stream(remedy.commands()).anyMatch(it -> it.contains("{generator}"));
  }

  /** A command that draws a value as the secret must be; nobody draws a part of a larger one. */
  private Optional<String> generator(Secret secret, Map<String, String> facts) {
    // A random value in place of a URL would lead to no store at all.
    if (environment.holdsUrl(secret.name())
        || secret.format().equals(Optional.of(SecretFormat.URL))) {
      return Optional.empty();
    }
    int bits =
        Optional.ofNullable(facts.get(CheckDoc.BITS))
            .map(Integer::parseInt)
            .orElseGet(() -> environment.useOf(secret).bits());
    return facts.containsKey(CheckDoc.NEW_VALUE)
            || environment.useOf(secret) == SecretUse.STORE_PASSWORD
        ? Optional.empty()
        : secret.generator(bits);
  }

  /** What to store where it cannot be drawn. */
  private String newValue(Secret secret) {
    return environment.useOf(secret) == SecretUse.STORE_PASSWORD
        ? "the password that you gave the store"
        : secret.isIssued()
            ? "the value that its issuer gives you"
            : "a value of its format and strength";
  }

  private static boolean writesSecret(String command) {
    return command.contains("gcloud secrets versions add {id}");
  }

  private static boolean createsSecret(String command) {
    return command.contains("gcloud secrets create {id}");
  }

  /** Whether something is left of it for a resource that is not at Google. */
  private boolean isPossible(Remedy remedy, Resource resource) {
    return remedy.commands().length == 0
        || Arrays.stream(remedy.commands()).anyMatch(it -> isPossible(it, resource));
  }

  /** Without a project, or without Cloud Run, there is nothing there to look at or to change. */
  private boolean isPossible(String command, Resource resource) {
    return (environment.gcp().project().isPresent() || !command.contains("{project}"))
        && (onCloudRun(resource) || !OF_CLOUD_RUN.matcher(command).find());
  }

  /** What is no service is not asked about. */
  private boolean onCloudRun(Resource resource) {
    return switch (resource) {
      case Service it -> it.cloudRun().isPresent();
      case Endpoint it -> environment.serviceOf(it).cloudRun().isPresent();
      default -> true;
    };
  }

  /** Without a sentence about commands where none is left. */
  private static String withoutCommands(String text) {
    return SENTENCES
        .splitAsStream(text)
        .filter(it -> !OF_COMMANDS.matcher(it).find())
        .collect(Collectors.joining(" "));
  }

  private Optional<Secret> stored(@Nullable String id) {
    return environment.secrets().values().stream()
        .filter(it -> it.storedId().equals(id))
        .findFirst();
  }

  /** Whether a command can store it by itself; a part would replace the whole. */
  private static boolean managed(Secret secret) {
    return secret.source() instanceof SecretSource.SecretManager && secret.partOf().isEmpty();
  }

  /** What stands in no Secret Manager is not repaired there. */
  private static Fix onThisMachine(Secret secret) {
    if (secret.partOf().isPresent()) {
      return new Fix(
          "Correct %s within %s and store the whole of it; its other values stay as they are."
              .formatted(secret.partKey(), secret.partOf().get()),
          List.of());
    }
    return switch (secret.source()) {
      case SecretSource.DotenvFile(String path, _) ->
          new Fix("Correct %s in %s.".formatted(secret.storedId(), path), List.of());
      case SecretSource.ProcessEnvironment(), SecretSource.SecretManager() ->
          new Fix(
              "Give this process the right value in the variable %s.".formatted(secret.storedId()),
              List.of(
                  Command.of("export {id:variable}={value}")
                      .with("id", secret.storedId())
                      .with("value", Command.askedValue(secret.storedId()))));
    };
  }

  /** Nobody may read a secret that was just created, and no revision starts without it. */
  private Stream<Command> grants(Secret secret) {
    String grant =
        atHome(
            "gcloud secrets add-iam-policy-binding {id} --project={project}"
                + " --role=roles/secretmanager.secretAccessor --member=serviceAccount:",
            secret);
    Map<String, String> facts = facts(secret, home(secret));
    Stream<Command> declared =
        receivers(secret)
            .flatMap(it -> it.account().stream())
            .distinct()
            .map(it -> Command.of(grant + "{account}").with(facts).with("account", it));
    Stream<Command> asked =
        receivers(secret)
            .filter(it -> it.account().isEmpty())
            .map(it ->
                Command.of(
                        "ACCOUNT=$(gcloud run services describe {service} --region={region}"
                            + " --project={project} --format='value("
                            + "spec.template.spec.serviceAccountName)') && "
                            + ": \"${ACCOUNT:?the service has no account}\" && ")
                    .with(facts(it, Map.of()))
                    .then(Command.of(grant + "\"$ACCOUNT\"").with(facts)));
    return Stream.concat(declared, asked);
  }

  private Stream<Service> receivers(Secret secret) {
    return secret.usedBy().stream()
        .map(it -> environment.services().get(it.name()))
        .filter(Objects::nonNull)
        .filter(it -> it.cloudRun().isPresent());
  }

  /** One for each service on Cloud Run that reads the secret; what it pins, it would keep. */
  private Stream<Command> redeployments(Secret secret) {
    return receivers(secret)
        .map(it ->
            Command.of(
                    "gcloud run services update {service} --region={region} --project={project}"
                        + " --update-secrets={mappings}")
                .with(facts(it, Map.of()))
                .with("mappings", mappings(secret, it)));
  }

  private Command mappings(Secret secret, Service service) {
    String stored = secret.mapping(environment.gcp().project());
    return secret
        .mountedAt()
        .map(it -> GcloudFlags.mount(it, stored))
        .orElseGet(() ->
            GcloudFlags.map(
                secret.variables(service.name()).stream()
                    .collect(Collectors.toMap(it -> it, _ -> stored))));
  }

  /** The one that names the signal, the check's own first, else the one that names none. */
  private Optional<Remedy> remedy(CheckDefinition check, Signal signal) {
    return chosen
        .computeIfAbsent(check, _ -> new EnumMap<>(Signal.class))
        .computeIfAbsent(signal, _ -> choose(check.whoLooksFor(signal), signal));
  }

  private static Optional<Remedy> choose(CheckDefinition check, Signal signal) {
    List<Remedy> all = CommonRemedies.of(check);
    return all.stream()
        .filter(it -> CommonRemedies.signals(check, it).contains(signal))
        .findFirst()
        .or(() -> all.stream().filter(it -> it.on().length == 0).findFirst());
  }

  private Map<String, String> facts(Resource resource, Map<String, String> ofFailure) {
    Map<String, String> facts = environment.facts();
    if (resource instanceof Endpoint endpoint) {
      facts.putAll(environment.serviceOf(endpoint).facts());
    }
    facts.putAll(resource.facts());
    facts.putAll(ofFailure);
    return facts;
  }

  /** A sentence; what is not known stands in capitals. */
  private static String fill(String template, Map<String, String> facts) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(it -> {
          String known = facts.get(it.group(1));
          return Matcher.quoteReplacement(
              known == null
                  ? it.group(1).toUpperCase(java.util.Locale.ROOT).replace('-', '_')
                  : known);
        });
  }
}
