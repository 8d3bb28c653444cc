package preflight.init.found;

import java.util.Optional;
import java.util.Set;
import preflight.resource.Kind;

/**
 * A Redis or a Postgres that a source declares by itself, and not only by what services are told.
 *
 * @param name what its source calls it
 * @param known hosts by which services know it
 * @param host where this machine finds it
 * @param inside where services find it, if its port is another one for them
 * @param user absent where nobody says it
 * @param password where its password is kept, if it is open to nobody
 * @param hasPassword whether it has one, wherever that stands
 * @param tls whether clients must encrypt
 * @param ownAuthority whether its certificate is of an authority of its own and names no host
 * @param instance its id at Google
 * @param socket connection name of Cloud SQL
 */
public record FoundStore(
    Kind kind,
    String name,
    Set<String> known,
    Optional<String> host,
    Optional<String> port,
    Optional<String> inside,
    Optional<String> database,
    Optional<String> user,
    Optional<Given.InFile> password,
    boolean hasPassword,
    boolean tls,
    boolean ownAuthority,
    Optional<String> version,
    Optional<String> instance,
    Optional<String> socket) {

  public FoundStore {
    known = Set.copyOf(known);
  }
}
