package preflight.init.draft;

/**
 * What the format of profiles can say.
 *
 * @param defaults whether ids and names can be made by a rule
 * @param urls whether a store can be declared by its URL, or by a socket
 * @param addresses whether a service on Cloud Run has the address that Cloud Run gives it
 */
record Can(boolean defaults, boolean urls, boolean addresses) {

  static final Can NOW = new Can(false, false, false);
}
