package preflight.probe.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms that credentials alone have, whoever they belong to. The one list of them. */
public final class VendorForms {

  /** What a vendor begins its keys with; alike in keys that have nothing to do with each other. */
  public static final String PREFIX =
      "sk-ant-[a-z0-9]+-|sk-proj-|sk-svcacct-|sk-|GOCSPX-|AIzaSy|github_pat_|gh[opsu]_|glpat-|xox[abp]-|AKIA"
          + "|SG\\.|whsec_|[rps]k_(?:live|test)_|npm_|hf_|dop_v1_|gsk_|xai-";

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----[^-]*(-----END [A-Z0-9 ]*-----)?"),
          // User information of a URL.
          Pattern.compile("(?<=://)[^\\s/?#@\"'<>]{1,512}(?=@)"),
          // JSON Web Token (RFC 7519), whole or cut.
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{2,}(\\.[A-Za-z0-9_-]*)?"),
          // RFC 6750 and RFC 7617.
          Pattern.compile(
              "(?i)(?<=authorization[\"']{0,2}[:=]\\s{0,2}[\"']{0,1}(bearer|basic) )[A-Za-z0-9._~+/-]{8,}=*"),
          // A mask in its place, as some vendors show it, ends a key early.
          Pattern.compile("\\b(?:" + PREFIX + ")(?=[A-Za-z_-]{0,64}[0-9])[A-Za-z0-9_-]{10,}"));

  private VendorForms() {}

  /** A place where one stands. */
  interface Place {
    void at(int from, int to);
  }

  static void in(String text, Place place) {
    for (Pattern form : FORMS) {
      Matcher found = form.matcher(text);
      while (found.find()) {
        place.at(found.start(), found.end());
      }
    }
  }
}
