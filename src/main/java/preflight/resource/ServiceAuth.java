package preflight.resource;

import java.util.Optional;

/** How a service recognises the tokens of its callers. */
public record ServiceAuth(
    @Field(value = "Issuer that tokens must name", example = "auth", grammar = Grammar.LINE)
        Optional<String> issuer,
    @Field(value = "Audience that tokens must name", example = "backend", grammar = Grammar.LINE)
        Optional<String> audience,
    @Field(
            value = "Secret that signs the tokens",
            example = "secrets.JWT_SECRET",
            refersTo = Kind.SECRETS)
        Optional<ResourceName> secret,
    @Field(
            value = "Route that needs a token and changes nothing",
            example = "/api/me",
            grammar = Grammar.URL_PATH)
        Optional<String> route,
    @Field(
            value = "Header with which authentication could be bypassed",
            example = "X-E2E-Bypass",
            grammar = Grammar.TOKEN)
        Optional<String> bypassHeader) {}
