package preflight.probe.secret.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Estimates the strength of a value from what it looks like. */
public final class Strengths {

  private static final int LONGEST = 512;

  /** A pattern that would take so many bits to come about is no chance. */
  private static final double NO_CHANCE_BITS = 36;

  /** Shorter ones are too frequent in random values to tell anything, however many there are. */
  private static final int SHORT_PATTERN = 3;

  private static final int LONG_WORD = 6;
  private static final double HEX_BITS = 4;
  private static final double WORD_BITS = 11;
  private static final double PATTERN_BITS = 8;

  /** Common in passwords; those of six letters and more are too long to occur by chance. */
  private static final List<String> WORDS =
      List.of(
          "password",
          "passwort",
          "secret",
          "welcome",
          "qwerty",
          "qwertz",
          "asdfgh",
          "zxcvbn",
          "1q2w3e",
          "qazwsx",
          "letmein",
          "iloveyou",
          "monkey",
          "dragon",
          "football",
          "baseball",
          "master",
          "shadow",
          "sunshine",
          "princess",
          "superman",
          "batman",
          "trustno",
          "administrator",
          "default",
          "changeme",
          "production",
          "staging",
          "development",
          "service",
          "backend",
          "frontend",
          "postgres",
          "database",
          "company",
          "summer",
          "winter",
          "spring",
          "autumn",
          "january",
          "february",
          "october",
          "november",
          "december",
          "correct",
          "battery",
          "staple",
          "private",
          "security",
          "internal",
          "external",
          "example",
          "session",
          "cookie",
          "signing",
          "encryption",
          "google",
          "oauth",
          "openai",
          "anthropic",
          "gemini",
          "clickhouse",
          "fernet",
          "simulation",
          "admin",
          "login",
          "user",
          "root",
          "guest",
          "test",
          "demo",
          "pass",
          "token",
          "redis",
          "auth",
          "super",
          "hello",
          "world",
          "horse",
          "love",
          "value",
          "local",
          "cloud",
          "prod",
          "stage");

  private static final Strength NONE = new Strength(0, "nothing", 0);

  private Strengths() {}

  /** Of a URL, the password in it counts. */
  public static Strength of(byte[] value) {
    if (LooksLike.urlWithPassword(value)) {
      Essence url = Essence.of(value);
      Strength confidential =
          url.parts().isEmpty() ? NONE : of(url.parts().getFirst()).ofPasswordInUrl();
      url.wipe();
      return confidential;
    }
    Bytes text = Bytes.of(value).trimmed();
    if (text.length() == 0) {
      return NONE;
    }
    if (Flaws.binary(value)) {
      return new Strength((int) effective(text, 8), Strength.BINARY, text.length());
    }
    Alphabet alphabet = Alphabet.of(text);
    int own = (int) effective(text, alphabet.bits());
    return new Strength(Math.min(own, ofWhatItEncodes(text)), alphabet.words(), text.length());
  }

  /** Text that was encoded is no harder to guess than the text. */
  private static int ofWhatItEncodes(Bytes text) {
    Optional<byte[]> decoded = Decoding.of(text);
    int bits =
        decoded.filter(Strengths::printable).map(it -> of(it).bits()).orElse(Integer.MAX_VALUE);
    decoded.ifPresent(it -> Arrays.fill(it, (byte) 0));
    return bits;
  }

  private static boolean printable(byte[] decoded) {
    return Bytes.of(decoded).chars().allMatch(it -> it >= ' ' && it < 127);
  }

  /**
   * A pattern counts that is no chance by itself; short ones, each of which may well be, count
   * where all together they are none. A short one costs its first character, and what tells its
   * place, its length and its kind.
   */
  private static double effective(Bytes text, double bitsEach) {
    int noChance = (int) Math.ceil(NO_CHANCE_BITS / bitsEach);
    double byLong = effective(text, bitsEach, noChance, PATTERN_BITS);
    double byShort = effective(text, bitsEach, SHORT_PATTERN, bitsEach + PATTERN_BITS);
    return byLong - byShort >= NO_CHANCE_BITS ? byShort : byLong;
  }

  /** Walks over the value and charges each stretch what it would cost to guess. */
  private static double effective(Bytes text, double bitsEach, int shortest, double patternBits) {
    double bits = 0;
    int end = Math.min(LONGEST, text.length());
    int i = 0;
    while (i < end) {
      int repeated = earlier(text, i, end);
      int sequence = sequence(text, i, end);
      int word = bitsEach == HEX_BITS ? 0 : word(text, i, end);
      if (repeated >= shortest && repeated >= Math.max(sequence, word)) {
        bits += Math.min(patternBits, repeated * bitsEach);
        i += repeated;
      } else if (sequence >= shortest && sequence >= word) {
        bits += Math.min(patternBits, sequence * bitsEach);
        i += sequence;
      } else if (word > 0) {
        bits += Math.min(WORD_BITS, word * bitsEach);
        i += word;
      } else {
        bits += separates(text, i, bitsEach) ? 0 : bitsEach;
        i++;
      }
    }
    return bits;
  }

  /** The hyphens of a UUID stand where they must. */
  private static boolean separates(Bytes text, int at, double bitsEach) {
    return text.charAt(at) == '-' && bitsEach == HEX_BITS;
  }

  /** Length of the longest stretch from here that occurred before; it may overlap itself. */
  private static int earlier(Bytes text, int at, int end) {
    int longest = 0;
    for (int start = 0; start < at; start++) {
      int length = 0;
      while (at + length < end && text.charAt(start + length) == text.charAt(at + length)) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static int sequence(Bytes text, int at, int end) {
    if (at + 1 >= end) {
      return 0;
    }
    int step = text.charAt(at + 1) - text.charAt(at);
    if (Math.abs(step) > 1) {
      return 0;
    }
    int length = 2;
    while (at + length < end && text.charAt(at + length) - text.charAt(at + length - 1) == step) {
      length++;
    }
    return length;
  }

  /** Short words count as such only between other characters than letters. */
  private static int word(Bytes text, int at, int end) {
    int longest = 0;
    for (String word : WORDS) {
      int length = word.length();
      if (length > longest && at + length <= end && startsWith(text, at, word)) {
        boolean alone =
            asPeopleWrite(text, at, length)
                && (at == 0 || !letter(text.charAt(at - 1)))
                && (at + length == text.length() || !letter(text.charAt(at + length)));
        longest = alone || length >= LONG_WORD ? length : longest;
      }
    }
    return longest;
  }

  /** As people write: a random value has short words in mixed cases or digits by chance. */
  private static boolean asPeopleWrite(Bytes text, int at, int length) {
    int letters = 0;
    boolean upper = false;
    boolean lower = false;
    for (int i = at; i < at + length; i++) {
      char c = text.charAt(i);
      letters += letter(c) ? 1 : 0;
      upper |= i > at && Character.isUpperCase(c);
      lower |= i > at && Character.isLowerCase(c);
    }
    return letters * 2 >= length && !(upper && lower);
  }

  private static boolean startsWith(Bytes text, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (plain(text.charAt(at + i)) != plain(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The letter that a character is written for. */
  private static char plain(char c) {
    return switch (c) {
      case '0' -> 'o';
      case '1', '!', '|' -> 'i';
      case '3' -> 'e';
      case '4', '@' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      default -> Character.toLowerCase(c);
    };
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What a value is written in. */
  private record Alphabet(String words, double bits) {

    static Alphabet of(Bytes text) {
      boolean lower = false;
      boolean upper = false;
      boolean digit = false;
      boolean base64 = false;
      boolean other = false;
      boolean hex = true;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        lower |= c >= 'a' && c <= 'z';
        upper |= c >= 'A' && c <= 'Z';
        digit |= c >= '0' && c <= '9';
        base64 |= "+/-_=".indexOf(c) >= 0;
        other |= !letter(c) && !(c >= '0' && c <= '9') && "+/-_=".indexOf(c) < 0;
        hex &= Character.digit(c, 16) >= 0 || c == '-';
      }
      if (digit && !lower && !upper && !base64 && !other) {
        return new Alphabet("digits", log2(10));
      }
      if (hex) {
        return new Alphabet("hex", HEX_BITS);
      }
      // A random value may lack digits by chance, and is no weaker for that.
      if (!other && lower && upper) {
        return new Alphabet(
            base64
                ? "base64"
                : digit ? "letters of both cases and digits" : "letters of both cases",
            6);
      }
      if (upper && !lower && !digit && !base64 && !other) {
        // As base32 without digits.
        return new Alphabet("capital letters", 5);
      }
      int size =
          (lower ? 26 : 0)
              + (upper ? 26 : 0)
              + (digit ? 10 : 0)
              + (base64 ? 5 : 0)
              + (other ? 28 : 0);
      return new Alphabet(
          (lower || upper ? "letters" : "")
              + (digit ? lower || upper ? " and digits" : "digits" : "")
              + (other || base64 ? " with punctuation" : "").toLowerCase(Locale.ROOT),
          log2(Math.max(2, size)));
    }

    private static double log2(double n) {
      return Math.log(n) / Math.log(2);
    }
  }
}
