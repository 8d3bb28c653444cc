package preflight.resource;

/** A resource together with the environment that it belongs to. */
public record Target<R extends Resource>(R resource, Environment environment) {

  public ResourceName name() {
    return resource.name();
  }
}
