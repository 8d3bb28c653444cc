package preflight.probe.secret.form;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.probe.secret.form.Anchors.Anchor;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Strengths;

/** Judges what stands at the anchors of all forms. */
public final class FormSearch {

  /** Who has so many in a file knows. */
  private static final int MOST = 500;

  private static final int LONGEST = 6200;
  private static final int LONGEST_TOKEN = 256;
  private static final int LONGEST_URL = 300;
  private static final int AROUND_KEY = 6000;
  private static final int AROUND_GOOGLE_KEY = 600;
  private static final int LEAST_KEY = 60;
  private static final int READ_OF_KEY = 6000;
  private static final double ENTROPY_OF_KEY = 4.0;
  private static final int LEAST_PASSWORD = 8;
  private static final int PASSWORD_BITS = 40;
  private static final int LEAST_SIGNATURE = 20;
  private static final List<String> NAMES =
      List.of(
          "passw",
          "pwd",
          "secret",
          "token",
          "api_key",
          "apikey",
          "api-key",
          "access_key",
          "accesskey",
          "private_key",
          "privatekey",
          "auth_key",
          "signing_key",
          "signingkey",
          "encryption_key",
          "encryptionkey");
  private static final Pattern LOCAL_HOST =
      Pattern.compile(
          "(?i)localhost|127\\..*|0\\.0\\.0\\.0|\\[.*|[^.]*|.*\\.(local|localhost|test|invalid|example)|.*example\\.(com|org|net).*|host\\.docker\\.internal|.*[${}<>%].*|192\\.168\\..*");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "client_email\\\\{0,3}[\"']?\\s{0,4}[:=]\\s{0,4}\\\\{0,3}[\"']?([\\w.-]{1,80}@[\\w.-]{1,120}\\.gserviceaccount\\.com)");
  private static final Pattern NO_ACCOUNT =
      Pattern.compile(
          "(?i)(^|[^a-z])(your|my|foo|bar|dummy|fake|mock|placeholder|example|sample)([^a-z]|$)|(gcp[-_]?)?project([-_]?id)?\\.iam|xxx");
  private static final Pattern TESTING = Pattern.compile("(?i)test");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|PGP) )?PRIVATE KEY(?: BLOCK)?-----");
  private static final Pattern OPEN_SSH = Pattern.compile("b3BlbnNzaC1rZXktdjEA{4}ABG5vbmU.*");
  private static final Pattern PUBLISHED_GOOGLE_KEY =
      Pattern.compile(
          "(?i)firebase|authDomain|messagingSenderId|maps\\.googleapis\\.com|mobilesdk|(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|GATSBY|NUXT_PUBLIC)_|youtube\\.com|data-api-?key");
  private static final Pattern DOTENV =
      Pattern.compile(
          "(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*[\"']?([^\\s\"'#]+)");
  private static final Pattern DOTENV_NAME =
      Pattern.compile("(?i)SECRET|PASSWORD|PASSWD|KEY|TOKEN|PWD");

  private final InstantSource clock;
  private final Published published = Published.all();
  private final List<Anchor> anchors = new ArrayList<>();
  private final List<Meaning> meanings = new ArrayList<>();
  private final List<Form> named = new ArrayList<>();

  private enum Place {
    BEGINNING,
    INSIDE,
    NAME,
    URL,
    PRIVATE_KEY,
    WEB_TOKEN
  }

  private record Meaning(Place place, @Nullable Form form) {}

  public FormSearch(InstantSource clock) {
    this.clock = clock;
    for (Form form : Forms.all()) {
      for (String anchor : form.anchors()) {
        if (anchor.startsWith(Form.NAME)) {
          named.add(form);
        } else if (anchor.startsWith(Form.INSIDE)) {
          add(anchor.substring(Form.INSIDE.length()), false, new Meaning(Place.INSIDE, form));
        } else {
          add(anchor, false, new Meaning(Place.BEGINNING, form));
        }
      }
    }
    NAMES.forEach(it -> add(it, true, new Meaning(Place.NAME, null)));
    add("://", false, new Meaning(Place.URL, null));
    add("-----BEGIN ", false, new Meaning(Place.PRIVATE_KEY, null));
    add(".eyJ", false, new Meaning(Place.WEB_TOKEN, null));
  }

  private void add(String anchor, boolean anyCase, Meaning meaning) {
    anchors.add(new Anchor(anchor.getBytes(US_ASCII), anyCase));
    meanings.add(meaning);
  }

  /** What one has to look for. */
  public List<Anchor> anchors() {
    return List.copyOf(anchors);
  }

  /** Of one stretch of a file; hears of its anchors in order. */
  public final class Reading {

    private final byte[] text;
    private final int from;
    private final int to;
    private final FileKind kind;
    private final boolean binary;
    private final List<Sighting> found = new ArrayList<>();

    /** What has a form and opens nothing; a name before it says no more. */
    private final List<Sighting> dismissed = new ArrayList<>();

    private int readUpTo;

    private Reading(byte[] text, int from, int to, FileKind kind, boolean binary) {
      this.text = text;
      this.from = from;
      this.to = to;
      this.kind = kind;
      this.binary = binary;
    }

    /** An anchor stands here. */
    public void at(int anchor, int at) {
      if (found.size() + dismissed.size() >= MOST) {
        return;
      }
      Meaning meaning = meanings.get(anchor);
      switch (meaning.place()) {
        case BEGINNING -> vendor(meaning.form(), at, anchors.get(anchor).bytes().length);
        case INSIDE -> vendor(meaning.form(), tokenStart(at), 0);
        case NAME -> name(at);
        case URL -> url(at);
        case PRIVATE_KEY -> privateKey(at);
        case WEB_TOKEN -> webToken(at);
      }
    }

    /** What every value of a form begins with says nothing. */
    private void vendor(@Nullable Form form, int at, int prefix) {
      if (form == null || !begins(at)) {
        return;
      }
      Matcher matcher = matcher(form.pattern(), at, Math.min(to, at + LONGEST));
      if (!matcher.lookingAt() || (matcher.end() < to && alphanumeric(text[matcher.end()]))) {
        return;
      }
      int group = matcher.groupCount();
      Bytes value = stretch(matcher.start(group), matcher.end(group));
      Bytes own = group == 0 ? value.subSequence(prefix, value.length()) : value;
      boolean real =
          Wording.entropy(value) >= form.entropy()
              && !standsIn(own)
              && !published.has(value)
              && !forBrowsers(form, at)
              && !calledPlaceholder(at)
              && !(kind.pretended() && Wording.written(own));
      (real ? found : dismissed)
          .add(new Sighting(at, matcher.end(), form.id(), true, form.looks()));
    }

    /** What is long may say it by chance. */
    private boolean standsIn(Bytes value) {
      return value.length() <= LONGEST_TOKEN && Wording.standIn(value);
    }

    /** Keys for browsers are read by everybody, and restricted elsewhere. */
    private boolean forBrowsers(Form form, int at) {
      return form.id().equals("google-api-key")
          && matcher(
                  PUBLISHED_GOOGLE_KEY,
                  Math.max(from, at - AROUND_GOOGLE_KEY),
                  Math.min(to, at + AROUND_GOOGLE_KEY))
              .find();
    }

    /** As in {@code placeholder: "ghp_…"}. */
    private boolean calledPlaceholder(int at) {
      int start = at;
      while (start > from && at - start < LONGEST_TOKEN && text[start - 1] != '\n') {
        start--;
      }
      return matcher(PLACEHOLDER, start, at).find();
    }

    private int tokenStart(int at) {
      int start = at;
      while (start > from
          && at - start < LONGEST_TOKEN
          && (alphanumeric(text[start - 1]) || "_-~.".indexOf(text[start - 1]) >= 0)) {
        start--;
      }
      return start;
    }

    private void name(int at) {
      if (at < readUpTo || binary || !kind.own() || kind.dotenv()) {
        return;
      }
      Optional<Assignment> assignment = Assignment.around(text, from, to, at, kind.settings());
      assignment.ifPresent(it -> {
        readUpTo = it.from();
        Bytes value = stretch(it.from(), it.to());
        Optional<Form> form = named(it.plainName(), value);
        if (form.isPresent()) {
          found.add(new Sighting(it.from(), it.to(), it.name(), false, form.get().looks()));
        } else if (it.convinces(value)) {
          found.add(new Sighting(it.from(), it.to(), it.name(), false, Looks.ASSIGNED));
        }
      });
    }

    private void url(int at) {
      if (binary || !kind.own() || kind.dotenv() || at == from || !alphanumeric(text[at - 1])) {
        return;
      }
      int start = at + "://".length();
      int colon = -1;
      int host = -1;
      int end = start;
      for (; end < to && end - start < LONGEST_URL && inAuthority(text[end]); end++) {
        colon = text[end] == ':' && colon < 0 ? end : colon;
        host = text[end] == '@' ? end + 1 : host;
      }
      if (colon < 0 || host <= colon) {
        return;
      }
      Bytes password = stretch(colon + 1, host - 1);
      int hostEnd = host;
      while (hostEnd < end && text[hostEnd] != ':') {
        hostEnd++;
      }
      Bytes where = stretch(host, hostEnd);
      if (password.length() >= LEAST_PASSWORD
          && !LOCAL_HOST.matcher(where).matches()
          && !UNFILLED.matcher(password).find()
          && !Wording.standIn(password)
          && !Wording.written(password)
          && Strengths.of(password.copy()).bits() >= PASSWORD_BITS) {
        found.add(
            new Sighting(
                colon + 1, host - 1, where.name(0, where.length()), false, Looks.URL_PASSWORD));
      }
    }

    private void privateKey(int at) {
      Matcher begin = matcher(PRIVATE_KEY, at, Math.min(to, at + LONGEST_TOKEN));
      if (!begin.lookingAt()) {
        return;
      }
      byte[] base64 = new byte[READ_OF_KEY];
      int end = begin.end();
      int length = 0;
      for (; end < to && length < base64.length; end++) {
        byte b = text[end];
        if (b == '\\' && end + 1 < to && "nr".indexOf(text[end + 1]) >= 0) {
          end++;
        } else if (alphanumeric(b) || b == '+' || b == '/' || b == '=') {
          base64[length++] = b;
        } else if (b > ' ' && "\\\"',".indexOf(b) < 0) {
          break;
        }
      }
      Bytes body = Bytes.of(base64).subSequence(0, length);
      boolean real =
          body.length() >= LEAST_KEY
              && Wording.entropy(body) >= ENTROPY_OF_KEY
              && !published.hasKey(body)
              && (body.charAt(0) == 'M'
                  || OPEN_SSH.matcher(body).lookingAt()
                  || begin.end() - begin.start() > "-----BEGIN PGP PRIVATE KEY-----".length() + 4);
      if (!real) {
        return;
      }
      Matcher account =
          matcher(ACCOUNT, Math.max(from, at - AROUND_KEY), Math.min(to, at + AROUND_KEY));
      if (account.find()) {
        Bytes email = stretch(account.start(1), account.end(1));
        if (!NO_ACCOUNT.matcher(email).find()
            && !(kind.pretended() && TESTING.matcher(email).find())) {
          String who = email.name(0, email.length());
          found.add(new Sighting(at, end, who, false, Looks.SERVICE_ACCOUNT));
        }
      } else if (kind.own()) {
        found.add(new Sighting(at, end, "private-key", true, Looks.PRIVATE_KEY));
      }
    }

    private void webToken(int at) {
      int start = at;
      while (start > from && at - start < LONGEST && tokenByte(text[start - 1])) {
        start--;
      }
      int claims = tokenEnd(at + 1);
      if (at - start < 3 || text[start] != 'e' || claims >= to || text[claims] != '.') {
        return;
      }
      int end = tokenEnd(claims + 1);
      if (end - claims <= LEAST_SIGNATURE || Wording.entropy(stretch(claims + 1, end)) < 3) {
        return;
      }
      Optional<WebToken> token = WebToken.of(stretch(start, at), stretch(at + 1, claims));
      if (token.isEmpty()) {
        return;
      }
      boolean service = token.get().serviceRole();
      boolean real = token.get().opens(clock.instant()) && (service || kind.own());
      (real ? found : dismissed)
          .add(
              new Sighting(
                  start,
                  end,
                  service ? "supabase-service-role" : "json-web-token",
                  true,
                  service ? Looks.SERVICE_ROLE : Looks.WEB_TOKEN));
    }

    private int tokenEnd(int at) {
      int end = at;
      while (end < to && end - at < LONGEST && tokenByte(text[end])) {
        end++;
      }
      return end;
    }

    /** What was found, each once: a form that fits says more than a name. */
    public List<Sighting> all() {
      dotenv();
      if (found.isEmpty()) {
        return found;
      }
      return found.stream()
          .filter(it -> !assigned(it) || dismissed.stream().noneMatch(it::overlaps))
          .filter(
              it -> found.stream().noneMatch(other -> it.overlaps(other) && tellsMore(other, it)))
          .toList();
    }

    private boolean tellsMore(Sighting other, Sighting it) {
      return rank(other) > rank(it)
          || (rank(other) == rank(it) && found.indexOf(other) < found.indexOf(it));
    }

    private static int rank(Sighting it) {
      return assigned(it) ? 0 : it.ours() ? 2 : 1;
    }

    private static boolean assigned(Sighting it) {
      return it.looks().equals(Looks.ASSIGNED);
    }

    /** Every line of a dotenv file. */
    private void dotenv() {
      if (!kind.dotenv() || binary) {
        return;
      }
      Matcher line = matcher(DOTENV, from, to);
      while (line.find() && found.size() < MOST) {
        String name = Bytes.of(text).name(line.start(1), line.end(1));
        Bytes value = stretch(line.start(2), line.end(2));
        String plain = name.toLowerCase(Locale.ROOT).replace("_", "");
        Optional<Form> form = named(plain, value);
        if (form.isPresent()) {
          found.add(new Sighting(line.start(2), line.end(2), name, false, form.get().looks()));
        } else if (assigned(name, value)) {
          found.add(new Sighting(line.start(2), line.end(2), name, false, Looks.ASSIGNED));
        }
      }
    }

    private boolean assigned(String name, Bytes value) {
      byte[] copy = value.copy();
      boolean url = LooksLike.urlWithPassword(copy);
      boolean real =
          (url || DOTENV_NAME.matcher(name).find())
              && !Wording.standIn(value)
              && !LooksLike.of(copy).setting()
              && !(url && localUrl(value))
              && (url || !Wording.written(value))
              && Strengths.of(copy).bits() >= (url ? PASSWORD_BITS : LEAST_DOTENV_BITS);
      java.util.Arrays.fill(copy, (byte) 0);
      return real && !PUBLIC_NAME.matcher(name).find();
    }

    private boolean localUrl(Bytes url) {
      Matcher host = HOST_OF_URL.matcher(url);
      return host.find()
          && LOCAL_HOST.matcher(url.subSequence(host.start(1), host.end(1))).matches();
    }

    /** Not in the middle of a word; an escaped line break before it is none. */
    private boolean begins(int at) {
      return at == from
          || !alphanumeric(text[at - 1])
          || (at - 1 > from && text[at - 2] == '\\' && "nrt".indexOf(text[at - 1]) >= 0);
    }

    private Optional<Form> named(String plainName, Bytes value) {
      for (Form form : named) {
        for (String anchor : form.anchors()) {
          if (anchor.startsWith(Form.NAME)
              && plainName.contains(anchor.substring(Form.NAME.length()))
              && form.pattern().matcher(value).matches()
              && Wording.entropy(value) >= form.entropy()
              && !Wording.standIn(value)) {
            return Optional.of(form);
          }
        }
      }
      return Optional.empty();
    }

    private Bytes stretch(int start, int end) {
      return Bytes.of(text).subSequence(start, end);
    }

    private Matcher matcher(Pattern pattern, int start, int end) {
      return pattern.matcher(Bytes.of(text)).region(start, end);
    }
  }

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)placeholder|\\be\\.g\\.|\\bexample\\b|looks? like");
  private static final int LEAST_DOTENV_BITS = 60;
  private static final Pattern UNFILLED = Pattern.compile("[${}<>*%]|^:");
  private static final Pattern HOST_OF_URL = Pattern.compile("@([^@:/?#\\s]*)[^@]*$");
  private static final Pattern PUBLIC_NAME =
      Pattern.compile("(?i)PUBLIC|PUBLISHABLE|KEY_ID$|_ID$|SITE_?KEY");

  /**
   * Reads one stretch.
   *
   * @param binary whether it is no text
   */
  public Reading reading(byte[] text, int from, int to, FileKind kind, boolean binary) {
    return new Reading(text, from, to, kind, binary);
  }

  /** What of a text would be found, for one who has all of it. */
  public List<Sighting> in(String path, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Reading reading = reading(bytes, 0, bytes.length, FileKind.of(path), false);
    new Anchors(anchors).in(bytes, 0, bytes.length, reading::at);
    return reading.all();
  }

  private static boolean inAuthority(byte b) {
    return b > ' ' && "/?#\"'`<>\\()|^".indexOf(b) < 0;
  }

  private static boolean tokenByte(byte b) {
    return alphanumeric(b) || b == '-' || b == '_';
  }

  private static boolean alphanumeric(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}
