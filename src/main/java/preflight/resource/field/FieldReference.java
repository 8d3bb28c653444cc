package preflight.resource.field;

import preflight.resource.ResourceName;

/** A field of a resource, written {@code redis.cache.host}. */
public record FieldReference(ResourceName resource, String field) {

  @Override
  public String toString() {
    return resource + "." + field;
  }
}
