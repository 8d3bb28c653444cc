package preflight.probe.secret.form;

/**
 * What something in a file is taken for.
 *
 * @param words with an article: {@code "a GitHub token"}
 * @param named whether the words want a name after them
 * @param revoke what makes it worthless: {@code "delete it in the console"}; empty where nobody but
 *     its owner knows
 */
public record Looks(String words, boolean named, String revoke) {

  public static final Looks LIVE = new Looks("the live value of", true, "");

  public static final Looks ASSIGNED = new Looks("a real-looking value of", true, "");

  static final Looks PRIVATE_KEY =
      new Looks("a private key", false, "make a new key and replace what trusts this one");

  static final Looks SERVICE_ACCOUNT =
      new Looks(
          "the private key of the service account",
          true,
          "delete the key with gcloud iam service-accounts keys delete");

  static final Looks WEB_TOKEN =
      new Looks("a JSON Web Token that has not expired", false, "rotate the key that signed it");

  static final Looks SERVICE_ROLE =
      new Looks(
          "a service_role key of Supabase", false, "rotate the keys under Project settings, API");

  static final Looks URL_PASSWORD =
      new Looks("a URL with a password, of host", true, "change the password");

  public static final Looks STATE =
      new Looks(
          "in a Terraform state the value of", true, "replace the value with terraform apply");
}
