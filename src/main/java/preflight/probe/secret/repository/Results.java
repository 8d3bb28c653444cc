package preflight.probe.secret.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.repository.CommittedSecrets.Finding;
import preflight.probe.secret.repository.CommittedSecrets.Searched;
import preflight.probe.secret.repository.Needles.Hit;

/** What all threads of a search have found so far. */
final class Results {

  /** Nobody reads more, and a repository may be full of them. */
  private static final int MOST = 5000;

  private final Redaction redaction;
  private final List<UnreadableSecret> unread;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<Unsearched> unsearched = new LinkedHashSet<>();
  private long searched;
  private long known;
  private boolean listed;

  Results(Redaction redaction, List<UnreadableSecret> unread) {
    this.redaction = redaction;
    this.unread = unread;
  }

  synchronized void hit(String path, ObjectId file, boolean past, Hit hit) {
    if (findings.size() < MOST) {
      findings.add(
          new Finding(
              redaction.heard(path),
              hit.line(),
              hit.ours() ? PeerText.ours(hit.what()) : redaction.heard(hit.what()),
              hit.looks(),
              hit.live(),
              past,
              new FilePrint(path, file.copy(), hit.line())));
    }
  }

  synchronized void unsearched(String path, String why) {
    if (unsearched.size() < MOST) {
      unsearched.add(new Unsearched(redaction.heard(path), why));
    }
  }

  synchronized void more() {
    known++;
  }

  synchronized void listed() {
    listed = true;
  }

  synchronized void searched() {
    searched++;
  }

  synchronized Searched now() {
    var sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing(Finding::past)
            .thenComparing(it -> it.path().raw())
            .thenComparingInt(Finding::line)
            .thenComparing(it -> it.what().raw()));
    return new Searched(
        sorted, unread, List.copyOf(unsearched), new Progress(searched, known, listed));
  }
}
