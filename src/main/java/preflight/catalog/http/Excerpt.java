package preflight.catalog.http;

import java.util.regex.Pattern;

/** Makes foreign text fit to be shown: short, without control characters, without credentials. */
final class Excerpt {

  private static final int LONGEST = 160;
  // Bounded, so that no body can make the patterns below slow.
  private static final int READ = 4096;
  private static final String GONE = "(redacted)";

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\uFFFD\\s]+");
  private static final Pattern USERINFO = Pattern.compile("(?<=://)[^/@\\s]{1,512}@");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic|token|digest)\\s+[^\\s\"',;]{4,}");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key"
              + "|private[_-]?key|credential|signature|authorization|auth|cookie|session)"
              + "[\\w-]{0,40}[\"']?\\s{0,3}(?:[:=]|%3d)\\s{0,3})(\"[^\"]*\"?|'[^']*'?|[^\\s,;&}\\]]+)");
  private static final Pattern PEM = Pattern.compile("-----BEGIN.*?(-----END[^-]*-----|$)");
  private static final Pattern RUN =
      Pattern.compile("(?<![A-Za-z0-9+/_=-])(?=[A-Za-z0-9+/_=-]*\\d)[A-Za-z0-9+/_=-]{20,}");
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){0,2}");
  private static final Pattern VENDOR =
      Pattern.compile("\\b(sk|pk|rk|ghp|gho|ghs|xox[abp]|AKIA|AIza|GOCSPX)[-_A-Za-z0-9]{8,}");

  private Excerpt() {}

  /** Whether something in a text looks like a credential. */
  static boolean hides(String text) {
    return of(text).contains(GONE);
  }

  static String of(String text) {
    String clean =
        CONTROL.matcher(text.substring(0, Math.min(READ, text.length()))).replaceAll(" ").strip();
    clean = PEM.matcher(clean).replaceAll(GONE);
    clean = USERINFO.matcher(clean).replaceAll(GONE + "@");
    clean = JWT.matcher(clean).replaceAll(GONE);
    clean = SCHEME.matcher(clean).replaceAll("$1 " + GONE);
    clean = NAMED.matcher(clean).replaceAll("$1" + GONE);
    clean = VENDOR.matcher(clean).replaceAll(GONE);
    clean = RUN.matcher(clean).replaceAll(GONE);
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " …";
  }
}
