package preflight.resource;

/**
 * One resource depends on another.
 *
 * @param how the words that join them in a sentence: {@code "backend" "uses" "redis.cache"}
 */
public record Relation(ResourceName dependent, ResourceName dependency, String how) {}
