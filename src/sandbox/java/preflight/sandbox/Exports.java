package preflight.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** What a process needs in its environment to find a sandbox. */
final class Exports {

  private Exports() {}

  static SequencedMap<String, String> of(Sandbox sandbox) {
    Blueprint blueprint = sandbox.blueprint();
    Ports ports = blueprint.ports();
    var exports = new LinkedHashMap<String, String>();
    exports.put("PREFLIGHT_SANDBOX_API", url(ports.api()));
    exports.put("PREFLIGHT_SANDBOX_REDIS_PORT", Integer.toString(ports.redis()));
    exports.put("PREFLIGHT_SANDBOX_POSTGRES_HOST", blueprint.managed().postgresHost());
    exports.put("PREFLIGHT_SANDBOX_POSTGRES_PORT", Integer.toString(ports.postgres()));
    for (Service service : blueprint.services()) {
      String name = service.name().toUpperCase(Locale.ROOT);
      exports.put("PREFLIGHT_SANDBOX_" + name + "_URL", service.url());
    }
    exports.put("PREFLIGHT_SANDBOX_CA", Certificates.authority(sandbox.directory()).toString());
    exports.put("PREFLIGHT_SANDBOX_SOURCE", SourceFiles.directory(sandbox.directory()).toString());
    exports.put("PREFLIGHT_SANDBOX_TERRAFORM", TerraformState.file(sandbox.directory()).toString());
    exports.put("PREFLIGHT_SANDBOX_FIX", blueprint.history().repaired());
    exports.putAll(ofGcloud(ports));
    return exports;
  }

  /**
   * All that gcloud needs. It puts a region before the host of Cloud Run, which no address can
   * bear, so each API has a name that resolves nowhere, and gcloud a proxy that knows it. Then
   * gcloud reaches nothing else either, whatever it is told to do in that shell.
   */
  static SequencedMap<String, String> ofGcloud(Ports ports) {
    var exports = new LinkedHashMap<String, String>();
    for (String api :
        List.of(
            "SECRETMANAGER",
            "RUN",
            "ARTIFACTREGISTRY",
            "LOGGING",
            "SERVICEUSAGE",
            "CLOUDRESOURCEMANAGER",
            "VPCACCESS",
            "REDIS",
            "SQL")) {
      exports.put(
          "CLOUDSDK_API_ENDPOINT_OVERRIDES_" + api,
          "http://" + api.toLowerCase(Locale.ROOT) + GcloudProxy.DOMAIN + "/");
    }
    exports.put("CLOUDSDK_PROXY_TYPE", "http");
    exports.put("CLOUDSDK_PROXY_ADDRESS", "127.0.0.1");
    exports.put("CLOUDSDK_PROXY_PORT", Integer.toString(ports.gcloud()));
    exports.put("CLOUDSDK_CORE_PROJECT", Blueprint.PROJECT);
    exports.put("CLOUDSDK_RUN_REGION", Blueprint.REGION);
    exports.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    exports.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "true");
    // Otherwise it looks for a metadata server, which no sandbox may contact.
    exports.put("CLOUDSDK_CORE_CHECK_GCE_METADATA", "false");
    exports.put("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
    exports.put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    return exports;
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
