package preflight.resource;

import java.util.Optional;

/** How a service recognises the tokens of its callers. */
public record ServiceAuth(
    @Field(value = "Issuer that tokens must name", example = "auth") Optional<String> issuer,
    @Field(value = "Audience that tokens must name", example = "backend") Optional<String> audience,
    @Field(
            value = "Secret that signs the tokens",
            example = "secrets.JWT_SECRET",
            refersTo = Kind.SECRETS)
        Optional<ResourceName> secret,
    @Field(value = "Route that needs a token and changes nothing", example = "/api/me")
        Optional<String> route,
    @Field(value = "Header with which authentication could be bypassed", example = "X-E2E-Bypass")
        Optional<String> bypassHeader) {}
