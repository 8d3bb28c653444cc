package preflight.deployment.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import preflight.check.Place;
import preflight.deployment.VariableName;
import preflight.probe.SecretValue;
import preflight.probe.run.Variable;
import preflight.probe.run.Workload;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;

/** What flags make of one container, in the order of gcloud's own {@code config_changes}. */
final class ContainerFlags {

  private final Optional<String> container;
  private final Flags flags;
  private final Path directory;
  private final Mistakes mistakes;
  private final Workload.Kind kind;
  private final List<Change> changes = new ArrayList<>();

  /**
   * @param container its name; empty for the one that gets the requests
   * @param directory to which files are relative
   */
  ContainerFlags(
      Optional<String> container,
      Flags flags,
      Path directory,
      Mistakes mistakes,
      Workload.Kind kind) {
    this.kind = kind;
    this.container = container;
    this.flags = flags;
    this.directory = directory;
    this.mistakes = mistakes;
  }

  /**
   * What becomes of the container.
   *
   * @param built whether its image is built from source where the flags name none
   */
  List<Change> changes(boolean built) throws Unread {
    image(built);
    variables();
    secrets();
    flags.text("cpu").ifPresent(it -> limit("cpu", it));
    flags.text("memory").ifPresent(it -> limit("memory", it));
    flags.text("gpu").ifPresent(it -> limit("nvidia.com/gpu", it));
    flags
        .list("command")
        .map(ContainerFlags::shown)
        .ifPresent(it -> change(part -> part.command = it));
    flags
        .list("args")
        .map(ContainerFlags::shown)
        .ifPresent(it -> change(part -> part.arguments = it));
    port();
    return List.copyOf(changes);
  }

  private static List<String> shown(List<String> words) {
    return words.stream().map(it -> it.replace(Open.MARK, "…")).toList();
  }

  private void image(boolean built) {
    Optional<String> image = flags.text("image");
    if (flags.has("source") || (built && image.isEmpty())) {
      // The build gives it a name that nobody knows before.
      change(part -> part.image = "");
    } else {
      image.ifPresent(it -> change(part -> part.image = Open.is(it) ? "" : it));
    }
  }

  private void limit(String resource, String value) {
    change(part -> {
      if (Open.is(value) || (resource.equals("nvidia.com/gpu") && value.equals("0"))) {
        part.limits.remove(resource);
      } else {
        part.limits.put(resource, value);
      }
    });
  }

  private void port() {
    flags
        .text("port")
        .ifPresent(it -> {
          if (it.equals("default") || Open.is(it)) {
            change(part -> part.port = OptionalInt.empty());
          } else if (it.matches("[0-9]{1,5}")
              && Integer.parseInt(it) >= 1
              && Integer.parseInt(it) <= 65535) {
            change(part -> part.port = OptionalInt.of(Integer.parseInt(it)));
          } else {
            mistakes.add(
                flags.place("port"), "--port must be a number from 1 to 65535, or default");
          }
        });
    if (flags.has("use-http2")) {
      change(part -> part.port = OptionalInt.of(part.port.orElse(8080)));
    }
  }

  private void variables() throws Unread {
    flags.exclusive("set-env-vars", "env-vars-file", "clear-env-vars", "update-env-vars");
    flags.exclusive("set-env-vars", "env-vars-file", "clear-env-vars", "remove-env-vars");
    Map<String, String> set = flags.map("set-env-vars");
    Map<String, String> file = file();
    Map<String, String> updates = new LinkedHashMap<>(flags.map("update-env-vars"));
    Place place = flags.place(flags.has("update-env-vars") ? "update-env-vars" : "set-env-vars");
    updates.putAll(set);
    updates.putAll(file);
    updates
        .keySet()
        .forEach(it -> VariableName.refusal(it, kind).ifPresent(why -> mistakes.add(place, why)));
    Set<String> removes = stripped("remove-env-vars");
    boolean clears = !set.isEmpty() || !file.isEmpty() || flags.has("clear-env-vars");
    if (updates.isEmpty() && removes.isEmpty() && !clears) {
      return;
    }
    changes.add(
        onPart((part, refused) -> {
          part.variables
              .entrySet()
              .removeIf(it ->
                  !(it.getValue() instanceof Variable.FromSecret)
                      && (clears || removes.contains(it.getKey())));
          updates.forEach((name, value) -> {
            if (part.variables.get(name) instanceof Variable.FromSecret) {
              refused.accept("sets %s in plain text, which is a secret today".formatted(name));
            } else {
              part.variables.put(name, plain(value));
            }
          });
        }));
  }

  private static Variable plain(String value) {
    return Open.is(value)
        ? new Variable.Unresolved()
        : Variable.Plain.of(SecretValue.of(value), Optional.empty());
  }

  /** A file of variables replaces all of them. */
  private Map<String, String> file() {
    var variables = new LinkedHashMap<String, String>();
    flags
        .text("env-vars-file")
        .ifPresent(name -> {
          if (Open.is(name)) {
            mistakes.add(
                flags.place("env-vars-file"),
                "which file --env-vars-file names is not known before");
            return;
          }
          SourceText.read(
                  directory.resolve(name).normalize(), flags.place("env-vars-file"), mistakes)
              .flatMap(it -> YamlParser.parse(it.file(), it.text(), mistakes))
              .ifPresent(root ->
                  root.entries()
                      .forEach((key, entry) -> {
                        if (entry.value() instanceof Yaml.Scalar(_, String text, Yaml.Type type)
                            && type == Yaml.Type.TEXT) {
                          variables.put(key.strip(), text);
                        } else {
                          mistakes.add(
                              entry.place(),
                              "%s must be a text; put its value in quotes".formatted(key));
                        }
                      }));
        });
    return variables;
  }

  private void secrets() throws Unread {
    flags.exclusive("set-secrets", "clear-secrets", "update-secrets");
    flags.exclusive("set-secrets", "clear-secrets", "remove-secrets");
    Map<String, String> set = flags.map("set-secrets");
    var updates = new LinkedHashMap<>(flags.map("update-secrets"));
    Place place = flags.place(flags.has("update-secrets") ? "update-secrets" : "set-secrets");
    updates.putAll(set);
    Set<String> removes = stripped("remove-secrets");
    boolean clears = !set.isEmpty() || flags.has("clear-secrets");

    var variables = new LinkedHashMap<String, Variable>();
    var files = new LinkedHashMap<String, Optional<SecretReference>>();
    updates.forEach((name, text) -> {
      Optional<SecretReference> secret = SecretReference.of(text);
      if (secret.isEmpty() && !Open.is(text)) {
        mistakes.add(
            place,
            "%s must name a secret with its version, such as ID:latest or ID:3".formatted(name));
      } else if (name.startsWith("/")) {
        if (!MountPath.isValid(name)) {
          mistakes.add(place, "the path %s must be of the form /folder/file".formatted(name));
        }
        files.put(name, secret);
      } else {
        VariableName.refusal(name, kind).ifPresent(why -> mistakes.add(place, why));
        variables.put(
            name,
            secret
                .<Variable>map(it -> new Variable.FromSecret(it.id(), it.version()))
                .orElseGet(Variable.Unresolved::new));
      }
    });
    secretVariables(variables, removes, clears);
    if (!files.isEmpty() || clears || removes.stream().anyMatch(it -> it.startsWith("/"))) {
      changes.add(new MountChange(files, removes, clears));
    }
  }

  private void secretVariables(Map<String, Variable> updates, Set<String> removes, boolean clears) {
    if (updates.isEmpty() && removes.isEmpty() && !clears) {
      return;
    }
    changes.add(
        onPart((part, refused) -> {
          part.variables
              .entrySet()
              .removeIf(it ->
                  it.getValue() instanceof Variable.FromSecret
                      && (clears || removes.contains(it.getKey())));
          updates.forEach((name, secret) -> {
            if (part.variables.get(name) instanceof Variable.Plain) {
              refused.accept(
                  "maps %s to a secret, which is a plain variable today".formatted(name));
            } else {
              part.variables.put(name, secret);
            }
          });
        }));
  }

  private Set<String> stripped(String flag) throws Unread {
    var names = new LinkedHashSet<String>();
    flags.closed(flag).forEach(it -> names.add(it.stripLeading()));
    return names;
  }

  private void change(Consumer<Draft.Part> change) {
    changes.add(onPart((part, _) -> change.accept(part)));
  }

  private Change onPart(BiConsumer<Draft.Part, Consumer<String>> change) {
    return draft -> {
      Optional<Draft.Part> part = container.map(draft::named).or(draft::primary);
      if (part.isEmpty()) {
        return Optional.of("has several containers, none of which has a port");
      }
      var refused = new ArrayList<String>();
      change.accept(part.get(), refused::add);
      return refused.stream().findFirst();
    };
  }
}
