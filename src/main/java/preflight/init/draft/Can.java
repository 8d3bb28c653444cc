package preflight.init.draft;

/**
 * What the format of profiles can say.
 *
 * @param urls whether a store can be declared by its URL, or by a socket
 * @param addresses whether a service on Cloud Run has the address that Cloud Run gives it
 */
record Can(boolean urls, boolean addresses) {

  static final Can NOW = new Can(true, false);
}
