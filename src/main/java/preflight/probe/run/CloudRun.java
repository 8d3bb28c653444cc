package preflight.probe.run;

import preflight.probe.google.Answer;

/** Looks at services of one project and region; each is asked about once per run. */
public interface CloudRun {

  /** The state of a service by its name on Cloud Run. */
  Answer<ServiceState> service(String name) throws InterruptedException;

  /** One revision of a service, by its short name. */
  Answer<RevisionState> revision(String service, String revision) throws InterruptedException;
}
