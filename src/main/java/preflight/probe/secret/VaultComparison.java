package preflight.probe.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import preflight.probe.google.OncePerKey;
import preflight.probe.secret.overlap.Budget;
import preflight.probe.secret.overlap.OverlapSearch;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.resource.Secret;

/** Compares the credentials of two environments, once for all, within a {@link Budget}. */
public final class VaultComparison implements Comparison {

  private final Environment ours;
  private final Vault ourVault;
  private final Environment theirs;
  private final Vault theirVault;
  private final OncePerKey<String, Found> found;
  private final Budget comparing = Budget.usual();

  public VaultComparison(
      Environment ours, Vault ourVault, Environment theirs, Vault theirVault, RunKey key) {
    this.ours = ours;
    this.ourVault = ourVault;
    this.theirs = theirs;
    this.theirVault = theirVault;
    this.found =
        new OncePerKey<>(
            new Semaphore(1), _ -> search(key), it -> UnreadableSecret.lasting(it.unread()));
  }

  @Override
  public Optional<Compared> with(Secret secret) throws InterruptedException {
    Found all = found.get(theirs.name());
    List<Reused> reused = all.bySecret().getOrDefault(secret.name(), List.of());
    return Optional.of(new Compared(theirs.name(), reused, all.unread()));
  }

  private record Found(Map<ResourceName, List<Reused>> bySecret, List<UnreadableSecret> unread) {}

  private Found search(RunKey key) {
    try {
      ourVault.readAll();
      theirVault.readAll();
      List<Credential> own = Credential.of(ours, ourVault, ourVault);
      List<Credential> all = new ArrayList<>(own);
      all.addAll(Credential.of(theirs, theirVault, theirVault));
      Map<ResourceName, List<Reused>> bySecret = new HashMap<>();
      OverlapSearch.Found searched =
          OverlapSearch.among(
              all.stream().map(it -> it.value().reveal()).toList(), key.random(), comparing);
      searched.overlaps().stream()
          .filter(it -> it.first() < own.size() && it.second() >= own.size())
          .forEach(it ->
              bySecret
                  .computeIfAbsent(all.get(it.first()).secret().name(), _ -> new ArrayList<>())
                  .add(new Reused(all.get(it.second()).secret(), it.how(), it.length())));
      List<UnreadableSecret> unread = new ArrayList<>(Credential.unread(theirs, theirVault));
      unread.addAll(Credential.uncompared(all, searched.uncompared()));
      // Who shares with more of ours than are named may share with any.
      searched.cut().clear(0, own.size());
      unread.addAll(Credential.uncompared(all, searched.cut()));
      return new Found(bySecret, List.copyOf(unread));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a comparison", e);
    }
  }
}
