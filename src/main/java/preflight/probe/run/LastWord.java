package preflight.probe.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * What the exception names with which a Python program ended.
 *
 * @param name a module, a module with the name that it lacks, a name, or a file with a line
 */
public record LastWord(Kind kind, PeerText name) {

  /** What is named; in small letters it is the name of the fact. */
  public enum Kind {
    MODULE,
    NAME,
    /** A file, by its own name, and a line. */
    PLACE;

    public String fact() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int LONGEST = 4000;

  private record Sentence(Kind kind, Pattern pattern) {}

  /** Where one names two things, the first is what the module was asked for. */
  private static final List<Sentence> SENTENCES =
      List.of(
          sentence(Kind.MODULE, "ModuleNotFoundError: No module named '(?<one>[\\w.]{1,200})'"),
          sentence(
              Kind.MODULE,
              "ImportError: cannot import name '(?<two>\\w{1,100})' from"
                  + " (?:partially initialized module )?'(?<one>[\\w.]{1,200})'"),
          sentence(Kind.NAME, "NameError: name '(?<one>\\w{1,100})' is not defined"),
          sentence(
              Kind.PLACE,
              "File \"(?:[^\"\\n]{0,300}/)?(?<one>[^\"/\\n]{1,200})\", line (?<two>\\d{1,7})"
                  + "(?:(?!File \")[\\s\\S]){0,400}?\\b(?:Syntax|Indentation|Tab)Error: "));

  private static Sentence sentence(Kind kind, String pattern) {
    return new Sentence(kind, Pattern.compile(pattern));
  }

  /** The exception of a text; the last one, where it holds several. */
  public static Optional<LastWord> of(PeerText message) {
    String text = message.raw().substring(0, Math.min(LONGEST, message.raw().length()));
    int at = -1;
    Optional<LastWord> last = Optional.empty();
    for (Sentence sentence : SENTENCES) {
      Matcher found = sentence.pattern.matcher(text);
      while (found.find()) {
        if (found.end() > at) {
          at = found.end();
          String name = name(sentence.kind, found);
          last = Optional.of(new LastWord(sentence.kind, message.map(_ -> name)));
        }
      }
    }
    return last;
  }

  private static String name(Kind kind, Matcher found) {
    boolean two = found.namedGroups().containsKey("two");
    return found.group("one") + (two ? (kind == Kind.PLACE ? ":" : ".") + found.group("two") : "");
  }
}
