package preflight.resource.url;

/**
 * Why clients refuse a URL, or take something else out of it than its author meant.
 *
 * @param part the one that is wrong
 * @param words a clause that shows nothing of the value but the character that is wrong: {@code
 *     "character 10 of the password is '#', which ends the host of a URL; write it as %23"}
 */
public record UrlMistake(UrlPart part, String words) {

  /**
   * A character that must be written as its percent code.
   *
   * @param at how many characters of the part stand before it
   * @param does what clients take it for, after {@code which}
   */
  static UrlMistake character(UrlPart part, int at, char wrong, String does) {
    String shown = wrong == ' ' ? "a blank" : "'" + wrong + "'";
    return new UrlMistake(
        part,
        "character %d of the %s is %s, which %s; write it as %%%02X"
            .formatted(at + 1, part.word(), shown, does, (int) wrong));
  }
}
