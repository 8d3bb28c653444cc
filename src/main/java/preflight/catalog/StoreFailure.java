package preflight.catalog;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Lack;
import preflight.probe.Trouble;
import preflight.probe.network.Dial;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Target;

/**
 * Turns the trouble with a store into an outcome: the same for every check that needs one.
 *
 * @param expected what the check expects
 * @param protocol what should speak behind the port, as a word in a sentence
 */
public record StoreFailure(Target<?> target, String expected, String protocol) {

  private static final Pattern CLOUD_SQL = Pattern.compile("/cloudsql/([^/]+)");

  /**
   * Gives the outcome, with phase, measurements and the address in question.
   *
   * @param error the store's own errors: a failure without phase, or whatever else they mean
   */
  public <E> Outcome of(Trouble<E> trouble, Function<E, Outcome> error) {
    return switch (trouble) {
      // What another user may open, such as that of the service, tells no user without the right.
      case Trouble.Broken<E> it when it.trouble() == NetworkTrouble.SOCKET_FORBIDDEN ->
          Outcome.unknown(
              Outcome.UnknownReason.PERMISSION,
              expected,
              observed(it),
              Command.of("ls -ld {path}").with("path", it.ladder().target()));
      case Trouble.Broken<E> it -> failed(it);
      case Trouble.Elsewhere<E>(Trouble.Broken<E> declared, int port, boolean tls) ->
          failed(declared)
              .with(
                  new Evidence(
                      "port " + port,
                      "%s answers there %s"
                          .formatted(protocol, tls ? "with TLS" : "in plain text")))
              .clue(Clue.ANSWERS_ELSEWHERE);
      case Trouble.Stranger<E>(Rung rung, Greeting greeting, Ladder ladder) ->
          climbed(stranger(greeting, ladder), rung, ladder);
      case Trouble.Rejected<E>(Rung rung, E reason, Ladder ladder) ->
          error.apply(reason) instanceof Outcome.Failed failed
              ? climbed(failed, rung, ladder)
              : error.apply(reason);
      case Trouble.Unreadable<E>(ResourceName secret, Lack why) ->
          NoValue.of(secret, why, target.environment(), expected);
      case Trouble.Malformed<E>(ResourceName secret, String what) ->
          Outcome.failed(Signal.SECRET_MALFORMED, expected, secret + " does not hold " + what)
              .at(Phase.RESOLVE)
              .saying("cannot use what the secret %s holds".formatted(secret.name()))
              .fact("id", storedId(secret));
    };
  }

  private <E> Outcome.Failed failed(Trouble.Broken<E> it) {
    Ladder ladder = it.ladder();
    boolean otherProtocol =
        it.greeting().isPresent() && !it.greeting().get().word().equals(protocol);
    Signal signal = otherProtocol ? Signal.WRONG_PROTOCOL : NetworkSignals.of(it.trouble());
    var failed =
        climbed(Outcome.failed(signal, expected, observed(it)), it.rung(), ladder)
            .clue(Clue.ALMOST_ADDRESS, it.trouble() == NetworkTrouble.ALMOST_ADDRESS)
            .clue(Clue.NO_NAME, it.trouble() == NetworkTrouble.NO_NAME)
            .clue(Clue.PRIVATE_ADDRESS, it.rung() == Rung.TCP && ladder.isPrivate())
            .clue(
                Clue.MOUNTED_SOCKET,
                it.trouble() == NetworkTrouble.NO_SOCKET
                    || it.trouble() == NetworkTrouble.OTHER_SOCKETS)
            .clue(Clue.OTHER_SOCKETS, it.trouble() == NetworkTrouble.OTHER_SOCKETS)
            .clue(Clue.PATH_TOO_LONG, it.trouble() == NetworkTrouble.SOCKET_TOO_LONG);
    if (ladder.target().startsWith("/")) {
      return failed
          .fact("socket", ladder.target())
          .fact("attachments", attachments(ladder.target()));
    }
    return it.rung() == Rung.RESOLVE && ladder.hostFrom().isPresent()
        ? failed
            .with(new Evidence(ladder.hostFrom().get().toString(), "its bytes are the host"))
            .fact("id", storedId(ladder.hostFrom().get()))
        : failed;
  }

  /** What attaches the instance of a socket of Cloud SQL to each service that uses it. */
  private List<Command> attachments(String socket) {
    Matcher instance = CLOUD_SQL.matcher(socket);
    return instance.lookingAt()
        ? target.environment().services().values().stream()
            .filter(it -> it.uses().contains(target.name()))
            .flatMap(it -> it.cloudRun().stream())
            .map(it ->
                Command.of(
                        "gcloud run services update {service} --add-cloudsql-instances={connection}"
                            + " --region={region} --project={project}")
                    .with(target.environment().facts())
                    .with("service", it)
                    .with("connection", instance.group(1)))
            .toList()
        : List.of();
  }

  private static <E> String observed(Trouble.Broken<E> it) {
    String where = it.ladder().target();
    return switch (it.trouble()) {
      case NOT_FOUND, NO_NAME, ALMOST_ADDRESS ->
          where + " does not resolve: " + it.detail().shown();
      case RESOLVER_FAILED -> where + " could not be resolved: " + it.detail().shown();
      case NO_SOCKET, OTHER_SOCKETS, SOCKET_TOO_LONG, SOCKET_LEFT, SOCKET_FORBIDDEN ->
          "no connection to the Unix socket %s: %s".formatted(where, it.detail().shown());
      case REFUSED -> "nothing listens on %s: %s".formatted(where, it.detail().shown());
      case TIMED_OUT, UNREACHABLE ->
          "no connection to %s: %s".formatted(where, it.detail().shown());
      case RESET, CUT -> where + " cut the connection";
      case CLOSED -> where + " accepted the connection and closed it";
      case SILENT -> where + " accepted the connection and said nothing " + it.detail().shown();
      case TLS_ABSENT,
          TLS_FAILED,
          TLS_UNTRUSTED,
          NO_AUTHORITY,
          CLIENT_UNUSABLE,
          CLIENT_REFUSED,
          TLS_WRONG_HOST,
          TLS_EXPIRED,
          TLS_NOT_YET_VALID ->
          "no TLS with %s: %s".formatted(where, it.detail().shown());
      case TLS_EXPECTED -> "%s wants TLS: %s".formatted(where, it.detail().shown());
      case TOO_SLOW, OTHER_PROTOCOL, MALFORMED, UNSENDABLE_HEADER ->
          where + ": " + it.trouble().words();
    };
  }

  private Outcome.Failed stranger(Greeting greeting, Ladder ladder) {
    if (greeting == Greeting.TLS) {
      return Outcome.failed(
              Signal.TLS_REQUIRED, expected, ladder.target() + " answers plain text with TLS")
          .with(new Evidence(ladder.target(), "its first bytes are a TLS record"));
    }
    String spoken = greeting.word();
    return Outcome.failed(
            Signal.WRONG_PROTOCOL,
            expected,
            "%s speaks %s and not %s".formatted(ladder.target(), spoken, protocol))
        .with(new Evidence(ladder.target(), "its first bytes are those of " + spoken))
        .fact("spoken", spoken);
  }

  /** Adds where the ladder broke, how long each rung took, and the addresses that were tried. */
  private static Outcome.Failed climbed(Outcome.Failed failed, Rung rung, Ladder ladder) {
    var complete =
        failed
            .at(NetworkSignals.phase(rung))
            .measured(NetworkSignals.measurements(ladder.timings()));
    return ladder.address().isPresent()
        ? complete
            .with(new Evidence(ladder.target(), addresses(ladder)))
            .fact("address", ladder.address().get().getHostAddress())
        : ladder.others().isEmpty()
            ? complete
            : complete.with(new Evidence("other hosts", String.join(", ", ladder.others())));
  }

  /** Which address answered, and which did not before it. */
  public static String addresses(Ladder ladder) {
    String others = String.join(", ", ladder.others());
    return others.isEmpty()
        ? ofOne(ladder)
        : "%s; of the other hosts of its URL, %s".formatted(ofOne(ladder), others);
  }

  private static String ofOne(Ladder ladder) {
    String tried =
        ladder.failed().stream().map(StoreFailure::told).collect(Collectors.joining(", "));
    String address = ladder.address().map(it -> it.getHostAddress()).orElse(ladder.target());
    boolean connected =
        ladder.failed().stream().noneMatch(it -> it.address().getHostAddress().equals(address));
    if (!connected) {
      return "tried " + tried;
    }
    return tried.isEmpty()
        ? "connected to " + address
        : "connected to " + address + " after " + tried;
  }

  private static String told(Dial.Attempt attempt) {
    return attempt.address().getHostAddress() + " (" + word(attempt.trouble()) + ")";
  }

  private static String word(NetworkTrouble trouble) {
    return trouble.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String storedId(ResourceName secret) {
    return target
        .environment()
        .find(secret)
        .map(it -> it instanceof Secret stored ? stored.storedId() : it.name().name())
        .orElse(secret.name());
  }
}
