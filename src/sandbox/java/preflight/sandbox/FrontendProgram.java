package preflight.sandbox;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.List;

/** The program of frontend: one page. */
final class FrontendProgram {

  private static final String PAGE =
      """
      <!doctype html><html><head><title>Sandbox</title></head>\
      <body><h1>Sandbox</h1></body></html>
      """;

  private FrontendProgram() {}

  static void routes(Program program, ServerBuilder server) {
    server
        .service("/health", program.health(List.of()))
        .service("/", (_, _) -> HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, PAGE));
  }
}
