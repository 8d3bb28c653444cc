package preflight.probe.run;

import preflight.probe.google.ApiAnswer;

/** Looks at services of one project and region; each is asked about once per run. */
public interface CloudRun {

  /** The state of a service by its name on Cloud Run. */
  ApiAnswer<ServiceState> service(String name) throws InterruptedException;

  /** What the executions of a job are made of, by its name on Cloud Run. */
  ApiAnswer<RevisionState> job(String name) throws InterruptedException;

  /** One revision of a service, by its short name. */
  ApiAnswer<RevisionState> revision(String service, String revision) throws InterruptedException;
}
