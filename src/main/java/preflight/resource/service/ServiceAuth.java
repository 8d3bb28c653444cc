package preflight.resource.service;

import java.util.Optional;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

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
