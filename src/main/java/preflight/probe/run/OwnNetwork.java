package preflight.probe.run;

import com.google.cloud.run.v2.ExecutionName;
import com.google.cloud.run.v2.ExecutionsClient;
import com.google.cloud.run.v2.ExecutionsSettings;
import com.google.cloud.run.v2.RevisionName;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.VpcAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleApis;

/**
 * Asks Cloud Run whether this very process is attached to a VPC. Its variables say only that it
 * runs there, and most of what runs there is attached to none.
 */
public final class OwnNetwork {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final Map<String, String> variables;
  private final GoogleApis apis;

  /**
   * @param variables of this process; those of Cloud Run's container contract tell its name
   */
  public OwnNetwork(Map<String, String> variables, GoogleApis apis) {
    this.variables = variables;
    this.apis = apis;
  }

  /** Whether there is anything to ask. */
  public static boolean isOnCloudRun(Map<String, String> variables) {
    return variables.containsKey("K_SERVICE") || variables.containsKey("CLOUD_RUN_JOB");
  }

  /** Whether Cloud Run says so; no answer, and no such revision or execution, are no evidence. */
  public boolean attached() throws InterruptedException {
    if (apis.project().isEmpty() || apis.region().isEmpty()) {
      return false;
    }
    String project = apis.project().get();
    String region = apis.region().get();
    if (has("K_SERVICE", "K_REVISION")) {
      return attached(RevisionName.of(project, region, of("K_SERVICE"), of("K_REVISION")));
    }
    return has("CLOUD_RUN_JOB", "CLOUD_RUN_EXECUTION")
        && attached(
            ExecutionName.of(project, region, of("CLOUD_RUN_JOB"), of("CLOUD_RUN_EXECUTION")));
  }

  private boolean attached(RevisionName revision) throws InterruptedException {
    var settings = apis.equip(Api.RUN, RevisionsSettings.newBuilder());
    if (settings.isEmpty()) {
      return false;
    }
    apis.limit(settings.get().getRevisionSettings());
    try (var client = RevisionsClient.create(settings.get().build())) {
      return attached(
          apis.ask(
              Api.RUN, revision.toString(), () -> client.getRevision(revision).getVpcAccess()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean attached(ExecutionName execution) throws InterruptedException {
    var settings = apis.equip(Api.RUN, ExecutionsSettings.newBuilder());
    if (settings.isEmpty()) {
      return false;
    }
    apis.limit(settings.get().getExecutionSettings());
    try (var client = ExecutionsClient.create(settings.get().build())) {
      return attached(
          apis.ask(
              Api.RUN,
              execution.toString(),
              () -> client.getExecution(execution).getTemplate().getVpcAccess()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Through a connector, or directly. */
  private static boolean attached(ApiAnswer<VpcAccess> answer) {
    return answer instanceof ApiAnswer.Got<VpcAccess>(VpcAccess access)
        && (!access.getConnector().isEmpty() || access.getNetworkInterfacesCount() > 0);
  }

  private boolean has(String thing, String instance) {
    return NAME.matcher(of(thing)).matches() && NAME.matcher(of(instance)).matches();
  }

  private String of(String variable) {
    return variables.getOrDefault(variable, "");
  }
}
