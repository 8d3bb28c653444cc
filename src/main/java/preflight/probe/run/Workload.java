package preflight.probe.run;

import preflight.resource.Service;

/**
 * What Cloud Run runs, by its kind and its name there: a service and a job may have the same.
 *
 * @param name on Cloud Run
 */
public record Workload(Kind kind, String name) {

  /** The kinds, as a sentence has them. */
  public enum Kind {
    SERVICE("service"),
    JOB("job");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public static Workload service(String name) {
    return new Workload(Kind.SERVICE, name);
  }

  public static Workload job(String name) {
    return new Workload(Kind.JOB, name);
  }

  /** What a service of a profile, or a job that is deployed, is on Cloud Run. */
  public static Workload of(Service service) {
    return new Workload(
        service.isJob() ? Kind.JOB : Kind.SERVICE,
        service.cloudRun().orElse(service.name().name()));
  }

  /** Such as {@code job migrate}. */
  @Override
  public String toString() {
    return kind.word() + " " + name;
  }
}
