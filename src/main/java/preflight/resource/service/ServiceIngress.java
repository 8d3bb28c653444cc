package preflight.resource.service;

/** From where requests may reach a service, in the words of gcloud's {@code --ingress}. */
public enum ServiceIngress {
  /** From everywhere. */
  ALL,
  /** From networks of the project and its perimeter. */
  INTERNAL,
  /** From those, and through a load balancer of Google's. */
  INTERNAL_AND_CLOUD_LOAD_BALANCING
}
