package preflight.deployment.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.probe.run.RevisionState.Mount;

/**
 * A change of the secrets that containers see as files. A folder holds versions of one secret only.
 *
 * @param updates the secret of each path; empty where it is only known when the command runs
 * @param removes paths, and names of variables, which are no concern of this
 */
record MountChange(
    Map<String, Optional<SecretReference>> updates, Set<String> removes, boolean clears)
    implements Change {

  @Override
  public Optional<String> apply(Draft draft) {
    draft.mounts.removeIf(it -> clears || removes.contains(it.path()));
    var secrets = new LinkedHashMap<String, String>();
    for (var update : updates.entrySet()) {
      if (update.getValue().isPresent()) {
        String folder = MountPath.of(update.getKey()).folder();
        String id = update.getValue().get().id();
        String other = secrets.putIfAbsent(folder, id);
        if (other != null && !other.equals(id)) {
          return Optional.of(mixed(folder));
        }
      }
    }
    for (var each : secrets.entrySet()) {
      List<Mount> there =
          draft.mounts.stream()
              .filter(it -> MountPath.of(it.path()).folder().equals(each.getKey()))
              .toList();
      boolean another = there.stream().anyMatch(it -> !it.secret().equals(each.getValue()));
      if (another && !there.stream().allMatch(it -> updates.containsKey(it.path()))) {
        return Optional.of(mixed(each.getKey()));
      }
    }
    updates.forEach((path, secret) -> {
      draft.mounts.removeIf(it -> it.path().equals(path));
      secret.ifPresent(it -> draft.mounts.add(new Mount(it.id(), it.version(), path)));
    });
    return Optional.empty();
  }

  private static String mixed(String folder) {
    return "mounts two secrets in the folder %s, which holds one".formatted(folder);
  }
}
