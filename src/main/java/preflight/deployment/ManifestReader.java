package preflight.deployment;

import java.nio.file.Path;
import preflight.check.Place;
import preflight.deployment.manifest.Manifest;
import preflight.deployment.manifest.TerraformPlan;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;

/** Reads a file that says what services are to be: a manifest of Knative or a plan of Terraform. */
public final class ManifestReader {

  public DeploymentReading read(Path file) {
    String told = String.valueOf(file.getFileName());
    return TerraformPlan.read(file, told)
        .orElseGet(() -> {
          var mistakes = new Mistakes();
          return SourceText.read(file, new Place(file.toString(), 1, 1), mistakes)
              .map(it -> new Manifest(told).read(it))
              .orElseGet(() -> new DeploymentReading.Invalid(mistakes.all()));
        });
  }
}
