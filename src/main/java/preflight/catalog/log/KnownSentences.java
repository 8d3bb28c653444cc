package preflight.catalog.log;

import java.util.List;
import preflight.probe.log.LogSignature;
import preflight.resource.field.Field;

/** The {@code with} of checks that read logs. */
public record KnownSentences(
    @Field(
            value =
                "Sentences of your own services that tell why they fail, beside the shipped ones",
            example =
                "[{ name: ledger-locked, regex: \"ledger .* is locked\", cause: dependency,"
                    + " means: another process holds the ledger }]",
            byDefault = "[]")
        List<LogSignature> signatures) {

  public KnownSentences {
    signatures = List.copyOf(signatures);
  }
}
