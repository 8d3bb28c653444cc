package preflight.resource;

import org.jspecify.annotations.Nullable;

/**
 * The name of a resource, unique in its environment: {@code redis.cache}; of an endpoint, {@code
 * services.backend.chat}.
 *
 * @param name without the kind; of an endpoint, service and endpoint joined by a dot
 */
public record ResourceName(Kind kind, String name) implements Comparable<ResourceName> {

  // A diagnosis looks up names by the hundred thousand, and what a record generates is slow in C1.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceName it && kind == it.kind && name.equals(it.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ENDPOINTS -> Kind.SERVICES + "." + name;
      case SOURCE -> kind.key();
      default -> kind + "." + name;
    };
  }

  @Override
  public int compareTo(ResourceName other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }
}
