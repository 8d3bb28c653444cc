package preflight.resource.network;

/** How the keys of a Redis are spread over servers, and so what a client has to know. */
public enum RedisMode {
  /** One server has all keys, or a proxy makes it look so. */
  STANDALONE,
  /** Each server has a part of the keys, and sends clients on to the others (MOVED). */
  CLUSTER,
  /** Host and port are those of a Sentinel, which tells where the master is. */
  SENTINEL
}
