package preflight.sandbox;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.GetJobRequest;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.JobsGrpc.JobsImplBase;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.TaskTemplate;
import io.grpc.stub.StreamObserver;

/** Emulates the reading half of Cloud Run's jobs: one that brings the database up to date. */
final class Jobs extends JobsImplBase {

  static final String MIGRATE = "migrate-sandbox";

  @Override
  public void getJob(GetJobRequest request, StreamObserver<Job> out) {
    SecretManager.answer(
        out,
        () -> {
          String name = request.getName();
          ResourceName.project(name, "run.jobs.get");
          if (!ResourceName.part(name, "jobs").equals(MIGRATE)
              || !ResourceName.part(name, "locations").equals(Blueprint.REGION)) {
            throw GoogleStatus.notFound("Resource '%s' was not found".formatted(name));
          }
          return Job.newBuilder()
              .setName(name)
              .setTemplate(ExecutionTemplate.newBuilder().setTaskCount(1).setTemplate(task()))
              .setTerminalCondition(
                  Condition.newBuilder()
                      .setType("Ready")
                      .setState(Condition.State.CONDITION_SUCCEEDED))
              .build();
        });
  }

  private static TaskTemplate task() {
    return TaskTemplate.newBuilder()
        .setServiceAccount(CloudRunMessages.SERVICE_ACCOUNT)
        .addContainers(
            Container.newBuilder()
                .setImage("us-central1-docker.pkg.dev/sandbox/services/backend:next")
                .addCommand("migrate")
                .addEnv(EnvVar.newBuilder().setName("LOG_LEVEL").setValue("info"))
                .addEnv(
                    EnvVar.newBuilder()
                        .setName("POSTGRES_PASSWORD")
                        .setValueSource(
                            EnvVarSource.newBuilder()
                                .setSecretKeyRef(
                                    SecretKeySelector.newBuilder()
                                        .setSecret("postgres-password-sandbox")
                                        .setVersion("latest")))))
        .build();
  }
}
