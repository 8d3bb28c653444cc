package preflight.resource;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** Where the environment lives in Google Cloud. */
public record Gcp(
    @Field(value = "Project id", example = "acme-staging", grammar = Grammar.PROJECT)
        Optional<String> project,
    @Field(
            value = "Region of the Cloud Run services",
            example = "us-central1",
            grammar = Grammar.REGION)
        Optional<String> region,
    @Field(
            value =
                "Where to find an API instead of at Google, by its short name; `http` means plain"
                    + " text and no credentials, `https` is for Google's hosts and this machine",
            example = "{ secretmanager: \"http://127.0.0.1:41233\" }",
            keys = Grammar.API)
        Map<String, URI> endpoints,
    @Field(
            value = "Service account to impersonate",
            example = "deployer@acme-staging.iam.gserviceaccount.com",
            grammar = Grammar.SERVICE_ACCOUNT)
        Optional<String> impersonate) {

  public static final Gcp NONE =
      new Gcp(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());

  /** The last part of one of Google's full names, such as {@code projects/P/secrets/ID}. */
  public static String shortName(String full) {
    return full.substring(full.lastIndexOf('/') + 1);
  }
}
