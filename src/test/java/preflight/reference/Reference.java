package preflight.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.CheckDefinition;
import preflight.check.ExitCode;
import preflight.check.Permission;
import preflight.check.signal.Signal;
import preflight.report.explanation.CheckPage;
import preflight.report.explanation.Glossary;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;

/** Derives the documents of the checks from the checks themselves, in Markdown. */
public final class Reference {

  private static final String DERIVED =
      "<!-- Derived from the code; a test keeps it up to date. -->";

  private Reference() {}

  /** {@code docs/checks.md}: every check, in the order of the list. */
  public static String checks(List<CheckDefinition> checks) {
    String contents =
        checks.stream()
            .map(it -> "- [`%s`](#%s) · %s".formatted(it.id(), it.id(), it.doc().expects()))
            .collect(Collectors.joining("\n"));
    return """
    %s
    # Checks

    What each check asks, why it matters, what its failures mean and how to repair them. `preflight explain CHECK`
    prints the same for one.

    %s

    %s\
    """
        .formatted(
            DERIVED,
            contents,
            checks.stream()
                .map(CheckPage::of)
                .map(Reference::check)
                .collect(Collectors.joining("\n")));
  }

  private static String check(CheckPage page) {
    return Stream.of(
            "## " + page.id(),
            page.expects(),
            page.why(),
            page.detail(),
            facts(page),
            page.signals().isEmpty() ? "" : signals(page),
            page.repairs().stream().map(Reference::repair).collect(Collectors.joining("\n\n")),
            page.example().isEmpty()
                ? ""
                : "**Example**\n\n```\n" + String.join("\n", page.example()) + "\n```",
            page.thresholds().isEmpty()
                ? ""
                : "**Thresholds** (`with`)\n\n" + FieldTable.of(page.thresholds()).strip())
        .filter(it -> !it.isEmpty())
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private static String facts(CheckPage page) {
    StringBuilder facts =
        new StringBuilder("- looks at: `%s`, %s".formatted(page.on(), page.about()));
    if (!page.needs().isEmpty()) {
      facts
          .append("\n- needs: ")
          .append(page.needs().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")));
    }
    for (Permission permission : page.permissions()) {
      facts.append(
          "\n- permission: %s (`%s`)".formatted(permission.permissions(), permission.role()));
    }
    return facts.toString();
  }

  private static String signals(CheckPage page) {
    return page.signals().stream()
        .map(it -> "| `%s` | %s |".formatted(it, it.meaning()))
        .collect(Collectors.joining("\n", "| signal | meaning |\n| --- | --- |\n", ""));
  }

  private static String repair(CheckPage.Repair repair) {
    String on =
        repair.on().stream()
            .map(Signal::name)
            .map("`%s`"::formatted)
            .collect(Collectors.joining(", "));
    String text = "**Repair** " + (on.isEmpty() ? "" : on + ": ") + repair.text();
    return repair.commands().isEmpty()
        ? text
        : text + "\n\n```sh\n" + String.join("\n", repair.commands()) + "\n```";
  }

  /** {@code docs/glossary.md}. */
  public static String glossary() {
    return """
    %s
    # Glossary

    `preflight explain report` prints the same.

    ## Words

    | word | meaning |
    | --- | --- |
    %s

    ## Labels of a report

    | label | meaning |
    | --- | --- |
    %s
    """
        .formatted(DERIVED, terms(Glossary.TERMS), terms(Glossary.LABELS));
  }

  private static String terms(List<Glossary.Term> terms) {
    return terms.stream()
        .map(it -> "| %s | %s |".formatted(it.word(), it.meaning()))
        .collect(Collectors.joining("\n"));
  }

  /** {@code docs/permissions.md}: what the caller must be allowed to do, and who grants it how. */
  public static String permissions(List<CheckDefinition> checks) {
    var needed = new TreeMap<Permission, TreeSet<String>>();
    for (CheckDefinition check : checks) {
      for (Permission it : check.doc().permissions()) {
        needed.computeIfAbsent(it, _ -> new TreeSet<>()).add("`" + check.id() + "`");
      }
    }
    return """
    %s
    # Permissions

    Preflight only reads. Each check declares what its caller must be allowed to do; without it the answer is UNKNOWN
    (permission), never a pass. `{project}` and `{caller}` (such as `serviceAccount:ci@acme.iam.gserviceaccount.com`) are
    yours to fill in. Some need it only where the profile has a reason: a password or header that stands in Secret
    Manager, a service that runs on Cloud Run, or one that is called with an ID token (`id-token`, `invoke-as`). A check that is not listed needs no permission in Google Cloud.

    Secret Manager admits 600 reads and 90,000 accesses in a minute and project. A run accesses each secret once or twice, and
    reads at most two things of it (its policy and its version), so some 300 secrets use up the reads of a minute: those that
    are left out are UNKNOWN (transient) until the next minute, or until Google raised the quota.

    %s
    """
        .formatted(
            DERIVED,
            needed.entrySet().stream()
                .map(it -> permission(it.getKey(), it.getValue()))
                .collect(Collectors.joining("\n\n")));
  }

  private static String permission(Permission permission, Set<String> checks) {
    return """
    ## %s

    - permissions: %s
    - narrowest role: `%s`
    - needed by: %s

    ```sh
    %s
    ```\
    """
        .formatted(
            Keys.of(permission),
            permission.permissions(),
            permission.role(),
            String.join(", ", checks),
            permission.grant().template());
  }

  /** {@code docs/exit-codes.md}. */
  public static String exitCodes() {
    return """
    %s
    # Exit codes

    The same for every output format.

    | code | meaning |
    | --- | --- |
    %s
    """
        .formatted(
            DERIVED,
            Arrays.stream(ExitCode.values())
                .map(it -> "| %d | %s |".formatted(it.code(), it.meaning()))
                .collect(Collectors.joining("\n")));
  }

  /**
   * {@code docs/profile.md} of the record that describes a profile, and of others by their names.
   */
  public static String profile(Class<? extends Record> profile, Class<? extends Record> pack) {
    return """
    %s
    # Profiles

    Every key of a file in `env-profiles/`. Any value may be `${env:NAME}`, from the environment of the process, see `variables`; secret values
    never stand in a profile. Durations read `250ms`, `5s`, `2m`, `1h`; sizes `512Mi`, `1.5Gi`, `512M`. Paths are relative to the file that names them.
    What is *required* may also stand in a parent. Durations go up to `168h`, sizes up to `1024Ti`. A path of a file names a regular
    file: not a device, a pipe or a socket.

    ## What is said once

    `extends` names a parent: mappings merge key by key, texts and lists replace each other. `defaults` say something of every
    resource of a type, and what is said of one resource, in the profile or a parent, beats them:

    ```yaml
    defaults:
      secrets: { id: "{kebab}-{environment}", used-by: [backend] }
      services: { env: { forbid: [BYPASS_AUTH] } }
    secrets:
      JWT_SECRET:                      # id: jwt-secret-staging, used-by: [backend]
      SERVICE_ID: { used-by: [auth] }  # id: service-id-staging
    ```

    In the texts of `defaults`, `{name}` is the name of the resource, `{kebab}` the name as `jwt-secret`, `{lower}` as `jwt_secret`, and `{environment}` the
    environment; `{{name}}` is the text `{name}`, and every other brace stays. A text that begins with `{` needs quotation marks. A resource of which nothing is said is written `NAME:`.
    A written `null` takes away what a parent or the defaults say: a key (`min-bits: null`) or a whole resource (`SMTP_PASSWORD: null`). What that weakens, a run says.
    `preflight explain ENV RESOURCE` shows where each value comes from.

    %s
    ## What texts look like

    | text | what it consists of |
    | --- | --- |
    %s

    # Packs

    Every key of a file in `checks/`.

    %s\
    """
        .formatted(DERIVED, FieldSections.of(profile), grammars(), FieldSections.of(pack));
  }

  private static String grammars() {
    return Arrays.stream(Grammar.values())
        .filter(it -> it != Grammar.ANY)
        .map(it -> "| %s | %s |".formatted(it.words(), FieldTable.cell(it.rule())))
        .collect(Collectors.joining("\n"));
  }
}
