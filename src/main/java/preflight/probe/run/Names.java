package preflight.probe.run;

import java.util.Optional;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.resource.Gcp;
import preflight.resource.field.Grammar;

/**
 * Doubts what an API answers: names that Google never gives come from somebody else, and must not
 * reach a command or a relation.
 */
final class Names {

  private Names() {}

  /** A name and what it should be the name of. */
  private record Named(Grammar grammar, String name) {
    boolean odd() {
      return !name.isEmpty() && !grammar.fits(name);
    }
  }

  /** What is called as nothing of Google's is; empty where all is well. */
  static Optional<String> odd(ServiceState state) {
    return odd(
        Stream.concat(
                Stream.of(state.latestCreated(), state.latestReady()),
                state.traffic().keySet().stream())
            .map(it -> new Named(Grammar.REVISION, it)));
  }

  static Optional<String> odd(RevisionState state) {
    Stream<Named> own =
        Stream.of(
            new Named(Grammar.REVISION, state.name()),
            new Named(Grammar.SERVICE_ACCOUNT, state.account()),
            new Named(Grammar.CONNECTOR, Gcp.shortName(state.connector().orElse(""))));
    Stream<Named> containers =
        state.containers().stream()
            .flatMap(it -> it.name().stream())
            .map(it -> new Named(Grammar.CONTAINER, it));
    Stream<Named> variables =
        state.containers().stream()
            .flatMap(it -> it.variables().values().stream())
            .flatMap(it ->
                it instanceof Variable.FromSecret(String secret, String version)
                    ? secret(secret, version)
                    : Stream.of());
    Stream<Named> mounts = state.mounts().stream().flatMap(it -> secret(it.secret(), it.version()));
    return odd(Stream.of(own, containers, variables, mounts).flatMap(it -> it));
  }

  /** Whether one of its names may hold a credential. */
  static boolean mayHoldCredential(ServiceState state) {
    return Stream.of(state.latestCreated(), state.latestReady())
        .anyMatch(it -> Redaction.mayHoldCredential(it));
  }

  /** The same of what a revision names. */
  static boolean mayHoldCredential(RevisionState state) {
    Stream<String> variables =
        state.containers().stream()
            .flatMap(it ->
                Stream.concat(
                    it.name().stream(),
                    it.variables().entrySet().stream()
                        .flatMap(at ->
                            at.getValue() instanceof Variable.FromSecret(String id, String version)
                                ? Stream.of(at.getKey(), id, version)
                                : Stream.of(at.getKey()))));
    Stream<String> others =
        Stream.concat(
            Stream.of(state.name(), state.account(), state.connector().orElse("")),
            state.mounts().stream().flatMap(it -> Stream.of(it.secret(), it.path())));
    return Stream.concat(variables, others).anyMatch(it -> Redaction.mayHoldCredential(it));
  }

  private static Stream<Named> secret(String id, String version) {
    return Stream.of(new Named(Grammar.SECRET_ID, id), new Named(Grammar.SECRET_VERSION, version));
  }

  private static Optional<String> odd(Stream<Named> names) {
    return names.filter(Named::odd).findFirst().map(it -> it.grammar().words());
  }
}
