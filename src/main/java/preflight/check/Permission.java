package preflight.check;

import preflight.check.command.Command;

/** What a check needs the caller to be allowed to do, with the narrowest predefined role. */
public enum Permission {
  SECRET_ACCESS(
      "secretmanager.versions.access",
      "roles/secretmanager.secretAccessor",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/secretmanager.secretAccessor"),
  SECRET_VIEW(
      "secretmanager.secrets.list, secretmanager.versions.get",
      "roles/secretmanager.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/secretmanager.viewer"),
  SECRET_POLICY(
      "secretmanager.secrets.getIamPolicy",
      "roles/secretmanager.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/secretmanager.viewer"),
  RUN_VIEW(
      "run.services.get, run.revisions.get",
      "roles/run.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller} --role=roles/run.viewer"),
  RUN_LIST(
      "run.services.list",
      "roles/run.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller} --role=roles/run.viewer"),
  RUN_POLICY(
      "run.services.getIamPolicy",
      "roles/run.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller} --role=roles/run.viewer"),
  RUN_INVOKE(
      "run.routes.invoke",
      "roles/run.invoker",
      "gcloud run services add-iam-policy-binding {service} --region={region} --project={project}"
          + " --member={caller} --role=roles/run.invoker"),
  ID_TOKEN(
      "iam.serviceAccounts.getOpenIdToken",
      "roles/iam.serviceAccountOpenIdTokenCreator",
      "gcloud iam service-accounts add-iam-policy-binding {account} --member={caller}"
          + " --role=roles/iam.serviceAccountOpenIdTokenCreator"),
  IMAGE_VIEW(
      "artifactregistry.repositories.get, artifactregistry.tags.get, artifactregistry.versions.get",
      "roles/artifactregistry.reader",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/artifactregistry.reader"),
  LOG_VIEW(
      "logging.logEntries.list",
      "roles/logging.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/logging.viewer"),
  VPC_VIEW(
      "vpcaccess.connectors.get",
      "roles/vpcaccess.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/vpcaccess.viewer"),
  REDIS_VIEW(
      "redis.instances.get",
      "roles/redis.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/redis.viewer"),
  SQL_VIEW(
      "cloudsql.instances.get",
      "roles/cloudsql.viewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/cloudsql.viewer"),
  API_VIEW(
      "serviceusage.services.get",
      "roles/serviceusage.serviceUsageViewer",
      "gcloud projects add-iam-policy-binding {project} --member={caller}"
          + " --role=roles/serviceusage.serviceUsageViewer");

  private final String permissions;
  private final String role;
  private final String grant;

  Permission(String permissions, String role, String grant) {
    this.permissions = permissions;
    this.role = role;
    this.grant = grant;
  }

  /** The IAM permissions, separated by commas. */
  public String permissions() {
    return permissions;
  }

  /** The narrowest predefined role that holds them. */
  public String role() {
    return role;
  }

  /**
   * The command that grants the role, with {@code caller} and what it is granted on as
   * placeholders.
   */
  public Command grant() {
    return Command.of(grant);
  }
}
