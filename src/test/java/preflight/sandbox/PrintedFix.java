package preflight.sandbox;

import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.VpcAccess;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The commands of a report, pasted into bash. A gcloud that only writes down how it was called
 * stands in the path; what it was told is done by Google's own clients then.
 */
public final class PrintedFix {

  private static final String ACCESSOR = "roles/secretmanager.secretAccessor";

  /** One argument a line, which those of a fix allow; then what was piped in, in its own file. */
  private static final String RECORDER =
      """
      #!/bin/bash
      case "$*" in
        *get-auth-string*) printf %s "$REDIS_AUTH"; exit ;;
        *serviceAccountName*) echo runtime@sandbox.iam.gserviceaccount.com; exit ;;
      esac
      call=$(mktemp -d "$CALLS/$(ls "$CALLS" | wc -l | xargs printf %03d)-XXXXXX")
      printf '%s\\n' "$@" > "$call/arguments"
      case "$*" in *--data-file=-*) cat > "$call/input" ;; esac
      """;

  private final Path folder;
  private final RunningSandbox sandbox;

  public PrintedFix(Path folder, RunningSandbox sandbox) {
    this.folder = folder;
    this.sandbox = sandbox;
  }

  /** Pastes them one after the other, with the variables that they ask the reader for. */
  public void paste(List<String> commands, Map<String, String> values) throws Exception {
    Path calls = Files.createDirectories(folder.resolve("calls"));
    Path recorder = Files.createDirectories(folder.resolve("bin")).resolve("gcloud");
    Files.writeString(recorder, RECORDER);
    if (!recorder.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + recorder + " executable");
    }
    for (String command : commands) {
      var builder =
          new ProcessBuilder("bash", "-c", command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(folder.resolve("said").toFile());
      builder.environment().merge("PATH", folder.resolve("bin") + ":", (old, bin) -> bin + old);
      builder.environment().put("CALLS", calls.toString());
      builder.environment().putAll(values);
      Process process = builder.start();
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("said")));
      }
    }
    try (var clients = new GoogleClients(sandbox.apiPort());
        Stream<Path> recorded = Files.list(calls)) {
      for (Path call : recorded.sorted().toList()) {
        apply(clients, call);
      }
    }
  }

  /**
   * Pastes them where gcloud itself stands in the path; what it says of other APIs is no matter.
   */
  public void pasteIntoGcloud(List<String> commands, Map<String, String> values) throws Exception {
    for (String command : commands) {
      var builder =
          new ProcessBuilder("bash", "-c", command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(folder.resolve("said").toFile());
      builder.environment().putAll(sandbox.exports());
      builder.environment().putAll(values);
      builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
      Process process = builder.start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      boolean emulated = command.contains("gcloud run ") || command.contains("gcloud secrets ");
      if (emulated && (!ended || process.exitValue() != 0)) {
        throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("said")));
      }
    }
  }

  public static boolean gcloudInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "gcloud")));
  }

  /** Deploys another image of a service. */
  public void deploy(String service, String tag) throws Exception {
    try (var clients = new GoogleClients(sandbox.apiPort())) {
      update(
          clients,
          service + "-sandbox",
          it ->
              it.getTemplateBuilder()
                  .getContainersBuilder(0)
                  .setImage(Image.repository(service) + ":" + tag));
    }
  }

  /** Deploys an image that gets no requests but those to its tag. */
  public void canary(String service, String image, String tag) throws Exception {
    String name = service + "-sandbox";
    try (var clients = new GoogleClients(sandbox.apiPort())) {
      update(
          clients,
          name,
          it -> {
            it.clearTraffic()
                .addTraffic(
                    TrafficTarget.newBuilder()
                        .setType(
                            TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
                        .setRevision(sandbox.firstRevision(name))
                        .setPercent(100))
                .addTraffic(
                    TrafficTarget.newBuilder()
                        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
                        .setTag(tag));
            it.getTemplateBuilder()
                .getContainersBuilder(0)
                .setImage(Image.repository(service) + ":" + image);
          });
    }
  }

  /** Gives all traffic of a service to the revision that its blueprint began with. */
  public void rollBack(String service) throws Exception {
    String name = service + "-sandbox";
    try (var clients = new GoogleClients(sandbox.apiPort())) {
      traffic(
          clients,
          name,
          TrafficTarget.newBuilder()
              .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
              .setRevision(sandbox.firstRevision(name))
              .setPercent(100));
    }
  }

  private static void traffic(GoogleClients clients, String service, TrafficTarget.Builder target)
      throws Exception {
    Service.Builder changed =
        clients
            .services()
            .getService("projects/sandbox/locations/us-central1/services/" + service)
            .toBuilder()
            .clearTraffic()
            .addTraffic(target);
    clients
        .services()
        .updateServiceAsync(changed.build(), FieldMask.newBuilder().addPaths("traffic").build())
        .get();
  }

  private void apply(GoogleClients clients, Path call) throws Exception {
    List<String> words = Files.readAllLines(call.resolve("arguments"));
    String verb = String.join(" ", words.stream().filter(it -> !it.startsWith("--")).toList());
    String last = words.stream().filter(it -> !it.startsWith("--")).toList().getLast();
    String secret = "projects/sandbox/secrets/" + last;
    if (verb.startsWith("services enable ")) {
      enable(last);
    } else if (verb.startsWith("secrets create ")) {
      clients.secrets().createSecret("projects/sandbox", last, automatic());
      clients.secrets().addSecretVersion(secret, payload(call));
    } else if (verb.startsWith("secrets versions add ")) {
      clients.secrets().addSecretVersion(secret, payload(call));
    } else if (verb.startsWith("secrets versions enable ")) {
      clients
          .secrets()
          .enableSecretVersion(
              "projects/sandbox/secrets/"
                  + flag(words, "secret").orElseThrow()
                  + "/versions/"
                  + last);
    } else if (verb.startsWith("secrets add-iam-policy-binding ")) {
      grant(clients, secret, flag(words, "member").orElseThrow());
    } else if (verb.startsWith("run services update ")) {
      update(clients, last, it -> change(it, words));
    } else if (verb.startsWith("run services update-traffic ") && words.contains("--to-latest")) {
      traffic(
          clients,
          last,
          TrafficTarget.newBuilder()
              .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
              .setPercent(100));
    } else if (verb.startsWith("run services add-iam-policy-binding ")) {
      String service = "projects/sandbox/locations/us-central1/services/" + last;
      var policy =
          clients
              .services()
              .getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(service).build())
              .toBuilder()
              .addBindings(
                  Binding.newBuilder()
                      .setRole(flag(words, "role").orElseThrow())
                      .addMembers(flag(words, "member").orElseThrow()));
      clients
          .services()
          .setIamPolicy(
              SetIamPolicyRequest.newBuilder().setResource(service).setPolicy(policy).build());
    }
  }

  /** No client of Google's for this API is on board. */
  private void enable(String api) throws IOException, InterruptedException {
    var at =
        "http://127.0.0.1:%d/v1/projects/sandbox/services/%s:enable"
            .formatted(sandbox.apiPort(), api);
    try (var http = HttpClient.newHttpClient()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(URI.create(at))
                      .POST(BodyPublishers.ofString("{}"))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IOException(at + " answered " + status);
      }
    }
  }

  private static Secret automatic() {
    return Secret.newBuilder()
        .setReplication(
            Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
        .build();
  }

  private static SecretPayload payload(Path call) throws IOException {
    return SecretPayload.newBuilder()
        .setData(ByteString.copyFrom(Files.readAllBytes(call.resolve("input"))))
        .build();
  }

  private static void grant(GoogleClients clients, String secret, String member) {
    var policy =
        clients
            .secrets()
            .getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(secret).build())
            .toBuilder()
            .addBindings(Binding.newBuilder().setRole(ACCESSOR).addMembers(member));
    clients
        .secrets()
        .setIamPolicy(
            SetIamPolicyRequest.newBuilder().setResource(secret).setPolicy(policy).build());
  }

  private static void update(
      GoogleClients clients, String service, Consumer<Service.Builder> change) throws Exception {
    Service.Builder changed =
        clients
            .services()
            .getService("projects/sandbox/locations/us-central1/services/" + service)
            .toBuilder();
    change.accept(changed);
    // As gcloud does it: another name makes another revision, whatever else stays as it is.
    changed
        .getTemplateBuilder()
        .setRevision(
            "%s-%05d-%s".formatted(service, changed.getGeneration() + 1, Values.letters(3)));
    clients.services().updateServiceAsync(changed.build(), FieldMask.getDefaultInstance()).get();
  }

  private static void change(Service.Builder service, List<String> words) {
    if (flag(words, "vpc-egress").filter("all-traffic"::equals).isPresent()) {
      service.getTemplateBuilder().getVpcAccessBuilder().setEgress(VpcAccess.VpcEgress.ALL_TRAFFIC);
    }
    var container = service.getTemplateBuilder().getContainersBuilder(0);
    List<EnvVar> variables = new ArrayList<>(container.getEnvList());
    for (String gone : list(words, "remove-env-vars")) {
      variables.removeIf(it -> it.getName().equals(gone));
    }
    for (String mapping : list(words, "update-secrets")) {
      String name = mapping.substring(0, mapping.indexOf('='));
      String reference = mapping.substring(mapping.indexOf('=') + 1);
      variables.removeIf(it -> it.getName().equals(name));
      variables.add(
          EnvVar.newBuilder()
              .setName(name)
              .setValueSource(
                  EnvVarSource.newBuilder()
                      .setSecretKeyRef(
                          SecretKeySelector.newBuilder()
                              .setSecret(reference.substring(0, reference.indexOf(':')))
                              .setVersion(reference.substring(reference.indexOf(':') + 1))))
              .build());
    }
    container.clearEnv().addAllEnv(variables);
    for (String limit : List.of("cpu", "memory")) {
      flag(words, limit).ifPresent(it -> container.getResourcesBuilder().putLimits(limit, it));
    }
    flag(words, "port")
        .ifPresent(it ->
            container
                .clearPorts()
                .addPorts(ContainerPort.newBuilder().setContainerPort(Integer.parseInt(it))));
  }

  private static List<String> list(List<String> words, String flag) {
    return flag(words, flag).map(it -> List.of(it.split(",", -1))).orElse(List.of());
  }

  private static Optional<String> flag(List<String> words, String name) {
    return words.stream()
        .filter(it -> it.startsWith("--" + name + "="))
        .map(it -> it.substring(name.length() + 3))
        .findFirst();
  }
}
