package preflight.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A service as Cloud Run runs it.
 *
 * @param name the name in the profile, {@code backend}
 * @param cloudRun the name in Cloud Run, {@code backend-sandbox}
 * @param commit the commit that it was built from, 40 hex digits
 * @param deployed when its newest revision was created
 * @param variables plain environment variables, by name
 * @param secrets environment variables that hold a secret, by name
 * @param files secrets mounted as files, by absolute path
 * @param required variables without which its process exits at start
 * @param crash how its process ends before it answers, where it does
 * @param fault what is wrong with it while it runs
 * @param changes what was asked of Cloud Run since it was deployed, the oldest first
 */
public record Service(
    String name,
    String cloudRun,
    int port,
    String commit,
    Instant deployed,
    SequencedMap<String, String> variables,
    SequencedMap<String, SecretReference> secrets,
    SequencedMap<String, SecretReference> files,
    List<String> required,
    Optional<Ending> crash,
    Optional<Fault> fault,
    List<Redeployment> changes) {

  /** A secret by its id in Secret Manager and a version number, or {@code latest}. */
  public record SecretReference(String id, String version) {}

  public Service {
    variables = copy(variables);
    secrets = copy(secrets);
    files = copy(files);
    required = List.copyOf(required);
    changes = List.copyOf(changes);
  }

  /** The name of its newest revision. */
  public String revision() {
    return cloudRun + "-00002-5ee";
  }

  /** The commit that its image was really built of. */
  String built() {
    return fault.filter(Fault.BUILT_BEFORE_FIX::equals).isPresent()
        ? new SourceHistory(deployed, SourceFiles.healthy()).faulty()
        : commit;
  }

  /** The same program, with whatever was wrong with its image mended. */
  Service repaired() {
    return with(
        Optional.empty(),
        fault.filter(it -> !it.ofImage()),
        changes.stream().filter(it -> !it.ofImage()).toList());
  }

  public String url() {
    boolean tls = fault.filter(Fault::ofCertificate).isPresent();
    return (tls ? "https" : "http") + "://127.0.0.1:" + port;
  }

  public Service withFault(Fault changed) {
    return with(crash, Optional.of(changed), changes);
  }

  public Service withCrash(String lastWords) {
    return withEnding(new Ending(Ending.Kind.EXITED_ALOUD, lastWords));
  }

  public Service withEnding(Ending ending) {
    return with(Optional.of(ending), fault, changes);
  }

  /** With one more secret variable, or the one of that name replaced. */
  public Service withSecret(String variable, SecretReference reference) {
    var changed = new LinkedHashMap<>(secrets);
    changed.put(variable, reference);
    return withSecrets(changed);
  }

  public Service withoutSecret(String variable) {
    var changed = new LinkedHashMap<>(secrets);
    changed.remove(variable);
    return withSecrets(changed);
  }

  public Service withVariable(String name, String value) {
    var changed = new LinkedHashMap<>(variables);
    changed.put(name, value);
    return new Service(
        this.name, cloudRun, port, commit, deployed, changed, secrets, files, required, crash,
        fault, changes);
  }

  /** Starts without this variable. */
  public Service notRequiring(String variable) {
    return new Service(
        name,
        cloudRun,
        port,
        commit,
        deployed,
        variables,
        secrets,
        files,
        required.stream().filter(it -> !it.equals(variable)).toList(),
        crash,
        fault,
        changes);
  }

  /** With one more change that somebody asked of Cloud Run. */
  public Service changed(Redeployment change) {
    var all = new ArrayList<>(changes);
    all.add(change);
    return new Service(
        name, cloudRun, port, commit, deployed, variables, secrets, files, required, crash, fault,
        all);
  }

  private Service withSecrets(SequencedMap<String, SecretReference> changed) {
    return new Service(
        name, cloudRun, port, commit, deployed, variables, changed, files, required, crash, fault,
        changes);
  }

  private Service with(
      Optional<Ending> lastWords, Optional<Fault> wrong, List<Redeployment> since) {
    return new Service(
        name, cloudRun, port, commit, deployed, variables, secrets, files, required, lastWords,
        wrong, since);
  }

  /** Every secret that it reads, as variable or file. */
  public List<SecretReference> references() {
    var all = new ArrayList<>(secrets.values());
    all.addAll(files.values());
    return all;
  }

  private static <V> SequencedMap<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
