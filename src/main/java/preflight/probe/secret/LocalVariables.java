package preflight.probe.secret;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import preflight.probe.SecretValue;
import preflight.probe.google.OncePerKey;

/** The variables of this machine, each file read once. Closing it wipes the values. */
public final class LocalVariables implements Variables, AutoCloseable {

  private final Map<String, SecretValue> process;
  private final OncePerKey<String, DotenvStore> files;

  public LocalVariables(Vault.Places places) {
    this.process = new TreeMap<>();
    places.variables().forEach((name, value) -> process.put(name, SecretValue.of(value)));
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
    process.values().forEach(SecretValue::wipe);
  }

  @Override
  public Map<String, SecretValue> process() {
    return Collections.unmodifiableMap(process);
  }
}
