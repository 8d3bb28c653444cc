package preflight.check.signal;

/** What a check saw beside its signal that helps to tell whose problem it is. */
public enum Clue {
  /** The container's last words show an error of the code itself. */
  CRASH,
  /** An older revision serves while the newest is not ready. */
  OLDER_SERVES,
  /** The newest ready revision has the same image. */
  IMAGE_RAN_BEFORE,
  /** The revision carries the variable that the application asks for. */
  VARIABLE_SET,
  /** The program listens on the loopback address of its container, where nobody reaches it. */
  LISTENS_TO_ITSELF,
  /** A replica whose link to its primary is up. */
  STEADY_REPLICA,
  /** A setting of the role or of the database makes it read-only. */
  READ_ONLY_BY_SETTING,
  /** Nothing in the answer tells who wrote it. */
  UNKNOWN_SPEAKER,
  /** The connection ended at the request time-out of the platform. */
  AT_REQUEST_TIMEOUT,
  /** The server says that it restarts or has no room. */
  RESTARTING,
  /** The protocol answers on another port. */
  ANSWERS_ELSEWHERE,
  /** The value is an address with stray characters; nobody asks a resolver for it. */
  ALMOST_ADDRESS,
  /** The value cannot be a name; nobody asks a resolver for it. */
  NO_NAME,
  /** The application's answer speaks of a Redis or a database. */
  BLAMES_STORE,
  /** The address is private: whether it answers depends on where one asks from. */
  PRIVATE_ADDRESS,
  /** A socket that the platform mounts into a container, and nowhere else. */
  MOUNTED_SOCKET,
  /** Sockets of other instances are where this one's should be. */
  OTHER_SOCKETS,
  /** The role is set to search the schema that is missing. */
  SCHEMA_SEARCHED,
  /** The role searches another schema that exists, or one is there that is spelt alike. */
  OTHER_SCHEMA,
  /** An external check says that it is the infrastructure. */
  SAYS_INFRA,
  /** An external check says that it is the configuration. */
  SAYS_CONFIG,
  /** An external check says that it is the code. */
  SAYS_CODE,
  /** The path is longer than that of any Unix socket. */
  PATH_TOO_LONG,
  /** It is of a revision that does not exist yet. */
  OF_THE_PLANNED,
  /** The deployment itself brings it about, so that nothing that runs can suffer from it. */
  BY_DEPLOYMENT,
  /** A deployment of what uses it does by itself what is missing. */
  DONE_BY_DEPLOYMENT
}
