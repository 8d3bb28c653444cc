package preflight.diagnosis;

import java.util.Arrays;
import java.util.function.Predicate;
import preflight.check.Phase;
import preflight.check.signal.Clue;

/** What a row of the decision table asks of a failure beside its signal, in the row's words. */
public enum Condition {
  NONE("", _ -> true),
  SAME_IMAGE_RAN("the newest ready revision has the same image", Clue.IMAGE_RAN_BEFORE),
  CRASH("its last words show an error of the code itself", Clue.CRASH),
  VARIABLE_SET("the revision carries that variable", Clue.VARIABLE_SET),
  LISTENS_TO_ITSELF("it says that it listens on a loopback address", Clue.LISTENS_TO_ITSELF),
  ALMOST_ADDRESS("the value is almost an address", Clue.ALMOST_ADDRESS),
  NO_NAME_RESOLVES("several names were tried and none resolves", Case::noNameResolves),
  AT_CLOUD_RUN("at the address of a service on Cloud Run", Case::atCloudRun),
  ANOTHER_ROUTE_ANSWERS("another route of the service answers", Case::anotherRouteAnswers),
  ANSWERS_ELSEWHERE("the other of two usual ports answers", Clue.ANSWERS_ELSEWHERE),
  OTHER_SOCKETS("sockets of other instances are in that place", Clue.OTHER_SOCKETS),
  PATH_TOO_LONG("the path is longer than that of a socket may be", Clue.PATH_TOO_LONG),
  SCHEMA_SEARCHED("the role is set to search it", Clue.SCHEMA_SEARCHED),
  OTHER_SCHEMA(
      "the role searches another schema, or one is there that is spelt alike", Clue.OTHER_SCHEMA),
  SAYS_INFRA("the external check says infra", Clue.SAYS_INFRA),
  SAYS_CONFIG("the external check says config", Clue.SAYS_CONFIG),
  SAYS_CODE("the external check says code", Clue.SAYS_CODE),
  STEADY_REPLICA("the link to its primary is up", Clue.STEADY_REPLICA),
  READ_ONLY_BY_SETTING(
      "the setting is one of the role or of the database", Clue.READ_ONLY_BY_SETTING),
  AT_REQUEST_TIMEOUT("it ended at the request time-out", Clue.AT_REQUEST_TIMEOUT),
  UNKNOWN_SPEAKER("nothing tells who answered", Clue.UNKNOWN_SPEAKER),
  RESTARTING("it closed with 1012 or 1013", Clue.RESTARTING),
  BLAMES_UNCOMPARED_STORE(
      "its answer names a store, and no check compared its own settings with the declared ones",
      it -> it.saw(Clue.BLAMES_STORE) && !it.settingsCompared()),
  STORES_ANSWER_US_AND_IT_IS_TOLD_THE_SAME(
      "probes of ours reach every store that the service uses, with the settings that it has",
      it -> it.dependenciesAnswerUs() && it.settingsCompared()),
  SECRETS_COMPARED(
      "checks compared what its running revision holds with each secret", Case::secretsCompared),
  STORES_ANSWER_US(
      "probes of ours reach every store that the service uses", Case::dependenciesAnswerUs),
  REVISION_READY("the platform says that the newest revision is ready", Case::revisionReady),
  IN_RESOLVE_OR_TLS("in resolve or tls", it -> it.in(Phase.RESOLVE) || it.in(Phase.TLS)),
  NOTHING_ABOVE("nothing above matches", _ -> true);

  private final String words;

  // Of method references and clues only.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<Case> test;

  Condition(String words, Predicate<Case> test) {
    this.words = words;
    this.test = test;
  }

  Condition(String words, Clue clue) {
    this.words = words;
    this.test = it -> it.saw(clue);
  }

  static Condition of(String words) {
    return Arrays.stream(values())
        .filter(it -> it.words.equals(words))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no condition says '" + words + "'"));
  }

  /** As the row says it; empty where the signal alone decides. */
  String words() {
    return words;
  }

  boolean holds(Case failure) {
    return test.test(failure);
  }
}
