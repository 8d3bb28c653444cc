package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.resource.terraform.Terraform;

class TerraformFilesTest {

  @TempDir private Path folder;

  @Test
  void names_that_are_written_out_are_found_and_others_are_not() throws IOException {
    Files.writeString(
        folder.resolve("run.tf"),
        """
        # resource "google_cloud_run_v2_service" "old" {
        resource "google_cloud_run_v2_service" "backend" {
          provider = google-beta
          template {
            containers {
              name  = "app"
              env {
                name  = "LOG"
                value = "a { b"
              }
            }
          }
          name     = "backend-staging" # as Cloud Run calls it
        }

        resource "google_cloud_run_v2_service" "auth" {
          name = "${var.prefix}-auth"
        }
        resource "google_secret_manager_secret" "jwt" {
          secret_id = "jwt-staging"
          replication {
            auto {}
          }
        }
        """);
    Files.writeString(folder.resolve("run.txt"), "resource \"x\" \"y\" {\n  name = \"z\"\n}\n");

    Terraform found = TerraformFiles.in(folder.toString());

    assertThat(found.blocks())
        .extracting(it -> "%s %s %d".formatted(it.address(), it.named(), it.line()))
        .containsExactly(
            "google_cloud_run_v2_service.backend backend-staging 2",
            "google_secret_manager_secret.jwt jwt-staging 19");
    assertThat(found.find("google_cloud_run_", "service", "backend-staging"))
        .hasValueSatisfying(
            it -> assertThat(it.file()).isEqualTo(folder.resolve("run.tf").toString()));
    assertThat(TerraformFiles.in(folder.resolve("none").toString()).blocks()).isEmpty();
  }
}
