package preflight.probe.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * Why a container did not start, by what the platform and the application's runtime wrote about it.
 * The first kind that fits wins.
 */
public enum StartupMessage {
  MEMORY(
      "memory limit of|out ?of ?memory|oom.?kill|terminated on signal 9|cannot allocate memory"
          + "|exit(ed)? (with )?(code|status):? 137"),
  /** The code, or the image, lacks what it asks for; no setting of the environment repairs it. */
  CRASH(
      "\\b(Syntax|Indentation|Tab|ModuleNotFound|Import|Name|Attribute|Type|Reference|Load"
          + "|NoMethod|UnboundLocal|NoClassDefFound|NoSuchMethod|NoSuchField|UnsupportedClassVersion)Error\\b"
          // A key that is written like a variable is one; any other is a defect.
          + "|\\bKeyError: (?!.{0,30}(?-i:[A-Z][A-Z0-9]*(_[A-Z0-9]+)+))"
          + "|\\b(ClassNotFound|NoSuchBeanDefinition)Exception\\b"
          + "|could not find or load main class|unable to access jarfile|no main manifest attribute"
          + "|cannot find (module|package) '|can't resolve dependencies of"
          + "|could not import module|failed to find attribute '|class uri .{1,80} invalid"
          + "|worker failed to boot|cannot load such file|GemNotFound|uninitialized constant"
          + "|could not find .{1,80} in (locally installed gems|any of the sources)"
          + "|parse error: |uncaught error: class|vendor/autoload\\.php"
          + "|could not load file or assembly|unable to resolve service for type"
          + "|you must install or update \\.net"
          + "|panic: runtime error|nil pointer dereference|segmentation fault|signal 11"
          + "|exec format error|executable file not found|error (while )?loading shared libraries"
          + "|version `GLIBC|no such file or directory(?<!(/cloudsql/|\\.s\\.PGSQL).{0,200})"
          + "|can't locate revision|PendingMigrationError|migration checksum mismatch"
          + "|address already in use"),
  /** Told by {@link MissingVariable}. */
  VARIABLE("(?!)"),
  DEPENDENCY(
      "(could not|cannot|can't|failed to|unable to|not possible to) (connect|reach|resolve host)"
          + "|connection.{0,80}(refused|timed out|reset|closed)"
          + "|econnrefused|etimedout|econnreset|eai_again|enotfound|no such host|UnknownHost"
          + "|name or service not known|temporary failure in name resolution|/cloudsql/|\\.s\\.PGSQL"
          + "|password authentication failed|access denied for user|wrongpass|noauth"
          + "|no pg_hba\\.conf entry|server ?selection ?(error|timed out|timeout)"
          + "|(redis|postgres|mysql|mongo|database|kafka|rabbitmq)\\S* .{0,60}(timeout|timed out|refused|unavailable)"),
  EXITED("called exit\\(|exit(ed)? (with )?(code|status)|container exited|status cancelled"),
  PORT(
      "listen on the port|listening on the port|deadline_exceeded|port defined|PORT=|allocated timeout"),
  UNTOLD("");

  private static final int LONGEST = 4000;

  private final Pattern pattern;

  StartupMessage(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  private boolean fits(String text) {
    return pattern.matcher(text).find()
        || (this == VARIABLE && MissingVariable.in(text).isPresent());
  }

  /** The kind of a text. */
  public static StartupMessage of(PeerText message) {
    String bounded = bounded(message);
    return List.of(values()).stream().filter(it -> it.fits(bounded)).findFirst().orElseThrow();
  }

  /** The variable that the text says is missing. */
  public static Optional<PeerText> variable(PeerText message) {
    return MissingVariable.in(bounded(message))
        .flatMap(MissingVariable::name)
        .map(name -> message.map(_ -> name));
  }

  private static String bounded(PeerText message) {
    return message.raw().substring(0, Math.min(LONGEST, message.raw().length()));
  }
}
