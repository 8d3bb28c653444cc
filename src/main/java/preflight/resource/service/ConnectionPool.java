package preflight.resource.service;

import preflight.resource.field.Field;

/** The connections to each database that one instance of a service may open. */
public record ConnectionPool(
    @Field(
            value = "Processes of one instance, each with a pool of its own, such as workers",
            byDefault = "1",
            min = 1,
            example = "4")
        int processes,
    @Field(value = "Connections that a pool keeps", min = 0, example = "10") int size,
    @Field(
            value = "Connections that a pool opens beyond them when it is busy",
            byDefault = "0",
            min = 0,
            example = "2")
        int overflow) {

  /** One pool that never opens more than it keeps. */
  public static ConnectionPool of(int size) {
    return new ConnectionPool(1, size, 0);
  }

  /** The most that one instance can hold at a time. */
  public long connections() {
    return (long) processes * ((long) size + overflow);
  }

  /** As arithmetic: {@code 10}, {@code 4 × 10}, {@code 4 × (10 + 2)}. */
  @Override
  public String toString() {
    String one = overflow == 0 ? String.valueOf(size) : "(%d + %d)".formatted(size, overflow);
    return processes == 1 ? one : processes + " × " + one;
  }
}
