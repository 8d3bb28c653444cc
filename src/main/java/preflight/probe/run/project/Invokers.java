package preflight.probe.run.project;

import java.util.Set;

/**
 * Who may call a service.
 *
 * @param always members as a policy has them, such as {@code allUsers} or {@code
 *     serviceAccount:a@b}
 * @param sometimes those who may while a condition holds
 */
public record Invokers(Set<String> always, Set<String> sometimes) {

  public static final String EVERYONE = "allUsers";

  public Invokers {
    always = Set.copyOf(always);
    sometimes = Set.copyOf(sometimes);
  }

  public boolean everyone() {
    return always.contains(EVERYONE);
  }
}
