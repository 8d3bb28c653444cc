package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import preflight.check.command.Command;
import preflight.resource.terraform.Terraform;
import preflight.resource.terraform.Terraform.Block;

class DriftTest {

  private static final Terraform INFRA =
      new Terraform(
          "infra",
          List.of(
              new Block("google_cloud_run_v2_service", "backend", "backend-s", "infra/run.tf", 12),
              new Block("google_secret_manager_secret", "jwt", "jwt-s", "infra/secrets.tf", 3)));

  private static String sentence(String... commands) {
    return new Drift(INFRA)
        .sentence(List.of(commands).stream().map(Command::of).toList())
        .orElse("");
  }

  @Test
  void a_command_that_the_next_apply_takes_back_says_so() {
    assertThat(
            sentence(
                "gcloud run services update backend-s --region=eu --update-env-vars=ENVIRONMENT=s"))
        .isEqualTo(
            "Terraform manages this: change google_cloud_run_v2_service.backend,"
                + " template.containers.env, in infra/run.tf:12, too; the next apply takes this"
                + " command back.");
    assertThat(sentence("gcloud run services update backend-s --region=eu --memory=1Gi"))
        .contains("template.containers.resources, in infra/run.tf:12");
    assertThat(sentence("gcloud run services update other --region=eu --max-instances=3"))
        .isEqualTo(
            "If Terraform manages the service (look in infra), change its template.scaling there,"
                + " too; else the next apply takes this command back.");
    assertThat(sentence("gcloud secrets create jwt-s --project=p"))
        .startsWith(
            "Terraform manages this: google_secret_manager_secret.jwt in infra/secrets.tf:3");
  }

  @Test
  void what_no_apply_touches_is_not_spoken_of() {
    assertThat(
            sentence(
                "printf %s x | gcloud secrets versions add jwt-s --data-file=-",
                "gcloud run services update backend-s --update-secrets=JWT=jwt-s:latest"))
        .isEmpty();
    assertThat(sentence("gcloud run services describe backend-s --region=eu")).isEmpty();
    assertThat(sentence("gcloud run services update backend-s --update-labels=a=b")).isEmpty();
    assertThat(sentence("gcloud secrets create other --project=p")).isEmpty();
  }
}
