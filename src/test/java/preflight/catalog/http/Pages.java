package preflight.catalog.http;

/** Pages of Google's front end and load balancer, as captured in public. */
final class Pages {

  static final String UNAVAILABLE =
      """
      <html><head>
      <meta http-equiv="content-type" content="text/html;charset=utf-8">
      <title>503 Server Error</title>
      </head><body text=#000000 bgcolor=#ffffff><h1>Error: Server Error</h1>
      <h2>The service you requested is not available yet.<p>Please try again in 30 seconds.</h2>
      <h2></h2></body></html>
      """;

  static final String NO_INSTANCE =
      """
      <html><head><title>500 Server Error</title></head><body><h1>Error: Server Error</h1>
      <h2>The server encountered an error and could not complete your request.<p>Please try again \
      in 30 seconds.</h2></body></html>
      """;

  static final String NOT_FOUND =
      """
      <html><head><title>404 Page not found</title></head><body><h1>Error: Page not found</h1>
      <h2>The requested URL was not found on this server.</h2></body></html>
      """;

  static final String FORBIDDEN =
      """
      <html><head><title>403 Forbidden</title></head><body><h1>Error: Forbidden</h1>
      <h2>Your client does not have permission to get URL <code>/health</code> from this server.\
      </h2></body></html>
      """;

  static final String UNAUTHORIZED =
      """
      <html><head><title>401 Unauthorized</title></head><body>
      <h2>The request was not authorized to invoke this service.</h2></body></html>
      """;

  static final String LOAD_BALANCER =
      """
      <html><head><title>502 Server Error</title></head><body><h1>Error: Server Error</h1>
      <h2>The server encountered a temporary error and could not complete your request.<p>Please \
      try again in 30 seconds.</h2></body></html>
      """;

  private Pages() {}
}
