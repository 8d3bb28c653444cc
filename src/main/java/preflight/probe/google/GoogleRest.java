package preflight.probe.google;

import com.google.api.gax.rpc.StatusCode;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.Redaction;

/**
 * Asks those of Google's APIs of which no client is on board, by their REST interface: with the
 * same credentials, the same patience and the same meaning of a refusal as the others.
 */
public final class GoogleRest implements AutoCloseable {

  private static final int ATTEMPTS = 3;
  private static final long LARGEST = 1 << 20;
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final GoogleApis apis;
  private final Redaction redaction;
  private final OncePerKey<Boolean, OkHttpClient> clients =
      new OncePerKey<>(new Semaphore(1), this::client);

  public GoogleRest(GoogleApis apis, Redaction redaction) {
    this.apis = apis;
    this.redaction = redaction;
  }

  /**
   * Reads one resource.
   *
   * @param what it is, as a sentence has it
   * @param path the segments of its URL behind the host
   */
  public ApiAnswer<PeerJson> get(Api api, String what, List<String> path)
      throws InterruptedException {
    return get(api, what, path, Map.of());
  }

  /**
   * The same with a question behind the path.
   *
   * @param query the values of each parameter, in their order
   */
  public ApiAnswer<PeerJson> get(
      Api api, String what, List<String> path, Map<String, List<String>> query)
      throws InterruptedException {
    return ask(api, what, path, query, Optional.empty(), LARGEST);
  }

  /**
   * Asks what an API answers to a document. Of an answer that is longer than allowed, the elements
   * of its list that came whole are kept, without what stands behind that list.
   *
   * @param largest so many bytes of the answer are read
   */
  public ApiAnswer<PeerJson> post(
      Api api, String what, List<String> path, Map<String, Object> document, long largest)
      throws InterruptedException {
    return ask(
        api,
        what,
        path,
        Map.of(),
        Optional.of(RequestBody.create(PeerJson.write(document), JSON)),
        largest);
  }

  private ApiAnswer<PeerJson> ask(
      Api api,
      String what,
      List<String> path,
      Map<String, List<String>> query,
      Optional<RequestBody> document,
      long largest)
      throws InterruptedException {
    URI endpoint = apis.endpoint(api);
    boolean plain = GoogleApis.isPlain(endpoint);
    Optional<GoogleCredentials> credentials = plain ? Optional.empty() : apis.credentials();
    if (!plain && credentials.isEmpty()) {
      return Statuses.refused(new ApiTrouble.NoCredentials());
    }
    var question =
        new Question(
            api,
            what,
            url(endpoint, path, query),
            document,
            largest,
            credentials,
            clients.get(plain));
    long start = System.nanoTime();
    ApiAnswer<PeerJson> answer = ask(question);
    for (int attempt = 1; attempt < ATTEMPTS && !answer.lasting(); attempt++) {
      long pause = 50L << attempt;
      if (since(start).plusMillis(pause).compareTo(apis.patience().total()) > 0) {
        return answer;
      }
      Thread.sleep(pause);
      answer = ask(question);
    }
    return answer;
  }

  private record Question(
      Api api,
      String what,
      HttpUrl url,
      Optional<RequestBody> document,
      long largest,
      Optional<GoogleCredentials> credentials,
      OkHttpClient client) {}

  private static HttpUrl url(URI endpoint, List<String> path, Map<String, List<String>> query) {
    var url = new HttpUrl.Builder().scheme(endpoint.getScheme()).host(endpoint.getHost());
    if (endpoint.getPort() > 0) {
      url.port(endpoint.getPort());
    }
    path.forEach(url::addPathSegment);
    query.forEach((name, values) -> values.forEach(it -> url.addQueryParameter(name, it)));
    return url.build();
  }

  private ApiAnswer<PeerJson> ask(Question question) {
    var request = new Request.Builder().url(question.url());
    if (question.credentials().isPresent()) {
      try {
        Map<String, List<String>> metadata =
            question.credentials().get().getRequestMetadata(question.url().uri());
        metadata.forEach((name, values) -> values.forEach(it -> request.addHeader(name, it)));
      } catch (IOException e) {
        return Statuses.refused(
            Statuses.unrenewable(e)
                ? new ApiTrouble.CredentialsRefused(Statuses.UNRENEWABLE)
                : new ApiTrouble.Unavailable("UNAVAILABLE"));
      }
    }
    question.document().ifPresent(request::post);
    apis.count(question.api().serviceName() + (question.document().isPresent() ? " POST" : " GET"));
    long start = System.nanoTime();
    try (Response response = question.client().newCall(request.build()).execute()) {
      Optional<PeerJson> body = body(response.body().source(), question.largest());
      return response.isSuccessful()
          ? body.filter(PeerJson::isObject)
              .<ApiAnswer<PeerJson>>map(ApiAnswer.Got::new)
              .orElseGet(() -> strange(response.code()))
          : refusal(question, response.code(), body, since(start));
    } catch (InterruptedIOException _) {
      return Statuses.refused(new ApiTrouble.Silent(since(start)));
    } catch (IOException _) {
      return Statuses.refused(new ApiTrouble.Unavailable("UNAVAILABLE"));
    }
  }

  private Optional<PeerJson> body(BufferedSource source, long largest) throws IOException {
    var read = new Buffer();
    while (read.size() < largest && source.read(read, largest - read.size()) >= 0) {
      // Reads on to the end, or as far as anybody needs.
    }
    return read.size() < largest || source.exhausted()
        ? PeerJson.of(redaction.heard(read.readUtf8()))
        : PeerJson.ofBeginning(redaction.heardInPart(read.readUtf8()));
  }

  /**
   * Only an error in Google's form is Google's word: that a proxy, or another server, knows no such
   * page says nothing of what was asked for.
   */
  private static ApiAnswer<PeerJson> refusal(
      Question question, int status, Optional<PeerJson> body, Duration took) {
    Optional<PeerJson> error = body.map(it -> it.path("error")).filter(PeerJson::isObject);
    Optional<StatusCode.Code> code = error.flatMap(GoogleRest::code);
    return code.isEmpty()
        ? strange(status)
        : Statuses.answer(question.api(), question.what(), code.get(), reason(error.get()), took);
  }

  private static Optional<StatusCode.Code> code(PeerJson error) {
    PeerText status = error.path("status").string();
    return Arrays.stream(StatusCode.Code.values()).filter(it -> status.is(it.name())).findFirst();
  }

  private static String reason(PeerJson error) {
    return error.path("details").elements().stream()
        .filter(it -> it.path("@type").string().endsWith("google.rpc.ErrorInfo"))
        .map(it -> it.path("reason").string().raw())
        .findFirst()
        .orElse("");
  }

  private static ApiAnswer<PeerJson> strange(int status) {
    return Statuses.refused(
        new ApiTrouble.Unavailable("HTTP %d that is not in Google's form".formatted(status)));
  }

  private OkHttpClient client(boolean plain) {
    Duration attempt = apis.patience().attempt();
    var builder =
        new OkHttpClient.Builder()
            .callTimeout(attempt)
            .connectTimeout(attempt)
            .readTimeout(attempt)
            // A credential goes to the endpoint and nowhere else.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false);
    return plain
        ? builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).proxy(Proxy.NO_PROXY).build()
        : builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    clients.known().forEach(it -> it.connectionPool().evictAll());
  }
}
