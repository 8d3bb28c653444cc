package preflight.probe.secret.form;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a path tells of what stands in a file.
 *
 * @param dotenv whether it assigns variables, a line each
 * @param settings whether values stand without quotes
 * @param pretended whether values are made up: tests, samples, documentation
 * @param foreign whether nobody here wrote it: locks, translations, bundles, what others sell
 * @param state whether Terraform may have written it
 */
public record FileKind(
    boolean dotenv, boolean settings, boolean pretended, boolean foreign, boolean state) {

  private static final Pattern DOTENV =
      Pattern.compile("(.*/)?(\\.env(\\.[\\w-]+)*|[\\w.-]+\\.env|\\.envrc)");
  private static final Pattern SETTINGS =
      Pattern.compile(
          ".*\\.(ya?ml|properties|ini|cfg|conf|toml|tfvars|sh|bash|zsh|env|envrc|npmrc|pypirc|netrc)|(.*/)?\\.(npmrc|pypirc|netrc|pgpass)|(.*/)?dockerfile[^/]*");
  private static final Pattern SAMPLE =
      Pattern.compile(
          ".*(example|sample|template|dist|schema)[^/]*|.*\\.env[^/]*\\.(test|testing|ci|e2e)|.*\\.(md|mdx|markdown|rst|adoc|txt|po|pot|ipynb|html?|svg|j2|tpl|tmpl|snap)");
  private static final Pattern PRETENDED =
      Pattern.compile(
          "(.*/)?(tests?|testing|testdata|test[-_][^/]*|[^/]*[-_]tests?|__tests__|specs?|e2e|cypress|playwright|fixtures?|__fixtures__|mocks?|__mocks__|stubs?|fakes?|samples?|examples?|demos?|docs?|documentation|tutorials?|cassettes|snapshots|__snapshots__|benchmarks?|storybook|stories)/.*"
              + "|(.*/)?(test_[^/]*|conftest\\.py|[^/]*[-_.](test|tests|spec|mock|mocks|fixture|fixtures|stories|e2e)\\.[a-z]+|[^/]*tests?\\.(java|kt|cs|go|rs|scala|swift|php|rb))");
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(.*/)?(node_modules|vendor|vendored|third[-_]?party|bower_components|site-packages|locales?|i18n|l10n|lang|langs|translations?|dist|build|\\.yarn)/.*"
              + "|.*\\.(lock|sum|map|min\\.js|min\\.css|bundle\\.js|css|xliff|csv|tsv|geojson|ipynb)"
              + "|(.*/)?(package-lock\\.json|npm-shrinkwrap\\.json|pnpm-lock\\.yaml|poetry\\.lock|uv\\.lock|deno\\.lock|flake\\.lock|go\\.sum|pipfile\\.lock|\\.secrets\\.baseline|\\.gitleaks[^/]*|\\.trivyignore|\\.terraform\\.lock\\.hcl|checksums?(\\.[a-z0-9]+)?|sha(1|256|512)sums?)");
  private static final Pattern STATE = Pattern.compile(".*\\.tfstate(\\.[\\w.-]+)?");

  public static FileKind of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    boolean sample = SAMPLE.matcher(lower.substring(lower.lastIndexOf('/') + 1)).matches();
    return new FileKind(
        DOTENV.matcher(lower).matches() && !sample,
        SETTINGS.matcher(lower).matches(),
        sample || PRETENDED.matcher(lower).matches(),
        FOREIGN.matcher(lower).matches(),
        STATE.matcher(lower).matches());
  }

  /** Whether a value without a vendor's form may be meant. */
  boolean own() {
    return !pretended && !foreign;
  }
}
