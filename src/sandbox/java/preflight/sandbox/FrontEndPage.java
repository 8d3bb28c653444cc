package preflight.sandbox;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

/** What Cloud Run's front end answers where no program does. */
final class FrontEndPage {

  private static final String PAGE =
      """

      <html><head>
      <meta http-equiv="content-type" content="text/html;charset=utf-8">
      <title>503 Server Error</title>
      </head>
      <body text=#000000 bgcolor=#ffffff>
      <h1>Error: Server Error</h1>
      <h2>The service you requested is not available yet.<p>Please try again in 30 seconds.</h2>
      <h2></h2>
      </body></html>
      """;

  private static final String NOT_FOUND =
      """

      <html><head>
      <meta http-equiv="content-type" content="text/html;charset=utf-8">
      <title>404 Page not found</title>
      </head>
      <body text=#000000 bgcolor=#ffffff>
      <h1>Error: Page not found</h1>
      <h2>The requested URL was not found on this server.</h2>
      <h2></h2>
      </body></html>
      """;

  private static final String FORBIDDEN =
      """

      <html><head>
      <meta http-equiv="content-type" content="text/html;charset=utf-8">
      <title>403 Forbidden</title>
      </head>
      <body text=#000000 bgcolor=#ffffff>
      <h1>Error: Forbidden</h1>
      <h2>Your client does not have permission to get URL <code>/</code> from this server.</h2>
      <h2></h2>
      </body></html>
      """;

  private FrontEndPage() {}

  /** What it answers for a service that has no instance. */
  static HttpResponse unavailable() {
    return page(HttpStatus.SERVICE_UNAVAILABLE, PAGE);
  }

  /** What it answers a caller who is no invoker. */
  static HttpResponse forbidden() {
    return page(HttpStatus.FORBIDDEN, FORBIDDEN);
  }

  /** What it answers where there is no service. */
  static HttpResponse notFound() {
    return page(HttpStatus.NOT_FOUND, NOT_FOUND);
  }

  private static HttpResponse page(HttpStatus status, String body) {
    var headers =
        ResponseHeaders.builder(status)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.SERVER, "Google Frontend")
            .build();
    return HttpResponse.of(headers, HttpData.ofUtf8(body));
  }
}
