package preflight.probe.log;

import java.time.Instant;
import java.util.List;
import preflight.probe.google.ApiAnswer;

/** What revisions wrote, and the platform about them; each is asked about once in a run. */
public interface Logs {

  /**
   * The newest that there is of a revision.
   *
   * @param since nothing older is looked at
   */
  ApiAnswer<Excerpt> of(String service, String revision, Instant since) throws InterruptedException;

  /**
   * A part of a log.
   *
   * @param messages in the order of time, without the requests that succeeded
   * @param cut whether there is more that nobody looked at, older than this
   */
  record Excerpt(List<LogMessage> messages, boolean cut) {
    public Excerpt {
      messages = List.copyOf(messages);
    }

    /** How far it goes, as a sentence has it, where it does not go all the way. */
    public String extent() {
      return cut && !messages.isEmpty()
          ? "; only its newest entries were read, back to " + messages.getFirst().at()
          : "";
    }
  }
}
