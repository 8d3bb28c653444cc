package preflight.resource.service;

import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** The Google ID token that callers of a private service send. */
public record IdToken(
    @Field(
            value =
                "Audience of the token, where it is not the url without its path: the run.app URL"
                    + " behind a domain, a custom audience, or the OAuth client of Identity-Aware"
                    + " Proxy",
            example = "https://backend-staging-abc123-uc.a.run.app",
            grammar = Grammar.AUDIENCE)
        Optional<String> audience) {}
