package preflight.probe.secret.form;

import java.util.Locale;
import java.util.Set;

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

  private static final Set<String> SETTINGS =
      Set.of(
          "yaml",
          "yml",
          "properties",
          "ini",
          "cfg",
          "conf",
          "toml",
          "tfvars",
          "sh",
          "bash",
          "zsh",
          "env",
          "envrc",
          "npmrc",
          "pypirc",
          "netrc",
          "pgpass",
          "credentials",
          "s3cfg");
  private static final Set<String> PROSE =
      Set.of(
          "md",
          "mdx",
          "markdown",
          "rst",
          "adoc",
          "txt",
          "po",
          "pot",
          "ipynb",
          "html",
          "htm",
          "svg",
          "j2",
          "tpl",
          "tmpl",
          "snap");
  private static final Set<String> OF_OTHERS =
      Set.of("lock", "sum", "map", "css", "xliff", "csv", "tsv", "geojson", "ipynb");
  private static final Set<String> LOCKS =
      Set.of(
          "package-lock.json",
          "npm-shrinkwrap.json",
          "pnpm-lock.yaml",
          ".secrets.baseline",
          ".trivyignore",
          ".gitleaks.toml",
          ".gitleaksignore",
          ".terraform.lock.hcl",
          "sha256sums",
          "sha1sums",
          "sha512sums",
          "checksums",
          "checksums.txt");
  private static final Set<String> PRETENDING =
      Set.of(
          "test",
          "tests",
          "testing",
          "testdata",
          "__tests__",
          "spec",
          "specs",
          "e2e",
          "cypress",
          "playwright",
          "fixture",
          "fixtures",
          "__fixtures__",
          "mock",
          "mocks",
          "__mocks__",
          "stub",
          "stubs",
          "fake",
          "fakes",
          "sample",
          "samples",
          "example",
          "examples",
          "demo",
          "demos",
          "doc",
          "docs",
          "documentation",
          "tutorial",
          "tutorials",
          "cassettes",
          "snapshots",
          "__snapshots__",
          "benchmark",
          "benchmarks",
          "storybook",
          "stories");
  private static final Set<String> FOREIGN =
      Set.of(
          "node_modules",
          "vendor",
          "vendored",
          "third_party",
          "third-party",
          "thirdparty",
          "bower_components",
          "site-packages",
          "locale",
          "locales",
          "i18n",
          "l10n",
          "lang",
          "langs",
          "translation",
          "translations",
          "dist",
          "build",
          ".yarn");
  private static final Set<String> TEST_WORDS =
      Set.of("test", "tests", "spec", "mock", "mocks", "fixture", "fixtures", "stories", "e2e");
  private static final Set<String> COMPILED =
      Set.of("java", "kt", "cs", "go", "rs", "scala", "swift", "php", "rb");
  private static final Set<String> FOR_TESTS = Set.of("test", "testing", "ci", "e2e");

  public static FileKind of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    boolean pretended = false;
    boolean foreign = false;
    int start = 0;
    for (int end = lower.indexOf('/'); end >= 0; end = lower.indexOf('/', start)) {
      String directory = lower.substring(start, end);
      pretended |=
          PRETENDING.contains(directory)
              || directory.startsWith("test-")
              || directory.startsWith("test_")
              || directory.endsWith("-test")
              || directory.endsWith("-tests")
              || directory.endsWith("_test")
              || directory.endsWith("_tests")
              || directory.endsWith("fixtures");
      foreign |= FOREIGN.contains(directory);
      start = end + 1;
    }
    return ofName(lower.substring(start), pretended, foreign);
  }

  private static FileKind ofName(String name, boolean pretended, boolean foreign) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    boolean sample = sample(name, extension);
    boolean dotenv =
        name.equals(".env")
            || name.startsWith(".env.")
            || name.equals(".envrc")
            || extension.equals("env");
    return new FileKind(
        dotenv && !sample,
        SETTINGS.contains(extension) || name.startsWith("dockerfile"),
        pretended || sample || test(name, extension),
        foreign
            || OF_OTHERS.contains(extension)
            || LOCKS.contains(name)
            || name.contains(".min.")
            || name.endsWith(".bundle.js"),
        name.contains(".tfstate"));
  }

  private static boolean sample(String name, String extension) {
    return PROSE.contains(extension)
        || (name.startsWith(".env.") && FOR_TESTS.contains(extension))
        || name.contains("example")
        || name.contains("sample")
        || name.contains("template")
        || name.contains(".dist")
        || name.contains("schema");
  }

  private static boolean test(String name, String extension) {
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    int last =
        Math.max(Math.max(stem.lastIndexOf('_'), stem.lastIndexOf('-')), stem.lastIndexOf('.'));
    return name.startsWith("test_")
        || name.equals("conftest.py")
        || (last >= 0 && TEST_WORDS.contains(stem.substring(last + 1)))
        || (COMPILED.contains(extension) && (stem.endsWith("test") || stem.endsWith("tests")));
  }

  /** Whether a value without a vendor's form may be meant. */
  boolean own() {
    return !pretended && !foreign;
  }
}
