package preflight.source.image.dockerfile;

import java.util.List;

/**
 * A command line as RUN, CMD and ENTRYPOINT have it.
 *
 * @param words of the JSON form; of the other form, the one text that a shell reads
 * @param shell whether a shell reads it
 */
public record CommandForm(List<String> words, boolean shell) {

  public CommandForm {
    words = List.copyOf(words);
  }

  public String text() {
    return String.join(" ", words);
  }
}
