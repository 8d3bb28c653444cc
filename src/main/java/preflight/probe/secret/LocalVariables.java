package preflight.probe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import preflight.probe.SecretValue;
import preflight.probe.google.OncePerKey;

/** The variables of this machine, each file read once. */
public final class LocalVariables implements Variables, AutoCloseable {

  private final Vault.Places places;
  private final OncePerKey<String, DotenvStore> files;

  public LocalVariables(Vault.Places places) {
    this.places = places;
    this.files =
        new OncePerKey<>(
            new Semaphore(1), path -> new DotenvStore(places.profile().resolve(path), path));
  }

  @Override
  public Reading<Map<String, SecretValue>> file(String path) throws InterruptedException {
    return files.get(path).all();
  }

  @Override
  public void close() {
    files.known().forEach(DotenvStore::wipe);
  }

  @Override
  public Map<String, SecretValue> process() {
    var all = new TreeMap<String, SecretValue>();
    places
        .variables()
        .forEach((name, value) -> all.put(name, new SecretValue(value.getBytes(UTF_8))));
    return all;
  }
}
