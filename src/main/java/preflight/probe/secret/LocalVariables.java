package preflight.probe.secret;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import preflight.probe.SecretValue;
import preflight.probe.google.OncePerKey;
import preflight.resource.service.DotenvDialect;

/** The variables of this machine, each file read once. Closing it wipes the values. */
public final class LocalVariables implements Variables, AutoCloseable {

  private final Map<String, SecretValue> process;
  private final OncePerKey<Place, DotenvStore> files;

  /** A file, and who reads it. */
  private record Place(String path, Optional<DotenvDialect> dialect) {}

  public LocalVariables(Vault.Places places) {
    this.process = new TreeMap<>();
    places.variables().forEach((name, value) -> process.put(name, SecretValue.of(value)));
    this.files =
        new OncePerKey<>(
            new Semaphore(1),
            it -> new DotenvStore(places.profile().resolve(it.path()), it.path(), it.dialect()));
  }

  @Override
  public Reading<Map<String, SecretValue>> file(String path) throws InterruptedException {
    return file(path, Optional.empty());
  }

  @Override
  public Reading<Map<String, SecretValue>> file(String path, Optional<DotenvDialect> dialect)
      throws InterruptedException {
    return files.get(new Place(path, dialect)).all();
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
