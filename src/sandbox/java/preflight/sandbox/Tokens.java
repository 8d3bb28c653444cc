package preflight.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Judges bearer tokens: HS256 with the secret of the environment, issuer, audience and expiry. */
final class Tokens {

  static final String ISSUER = "preflight-sandbox-auth";
  static final String AUDIENCE = "preflight-sandbox";
  static final String SERVICE_ISSUER = "preflight-sandbox-backend";
  static final String SERVICE_AUDIENCE = "preflight-sandbox-auth";
  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;
  private final String issuer;
  private final String audience;
  private final Clock clock;
  private final boolean expiring;

  Tokens(String secret, String issuer, String audience, Clock clock) {
    this(secret.getBytes(StandardCharsets.UTF_8), issuer, audience, clock, true);
  }

  /**
   * With a key of bytes.
   *
   * @param expiring whether a token is good only until it expires
   */
  Tokens(byte[] secret, String issuer, String audience, Clock clock, boolean expiring) {
    this.secret = secret.clone();
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
    this.expiring = expiring;
  }

  /** What a careless verifier does. */
  Tokens withoutExpiry() {
    return new Tokens(secret, issuer, audience, clock, false);
  }

  /** The subject of a token that is good, from the value of an Authorization header. */
  Optional<String> subject(String authorization) {
    if (!authorization.startsWith(SCHEME)) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(authorization.substring(SCHEME.length()));
      boolean signed =
          token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
              && token.verify(new MACVerifier(secret));
      JWTClaimsSet claims = token.getJWTClaimsSet();
      return signed && holds(claims)
          ? Optional.of(Optional.ofNullable(claims.getSubject()).orElse(""))
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private boolean holds(JWTClaimsSet claims) {
    Instant now = clock.instant();
    return issuer.equals(claims.getIssuer())
        && claims.getAudience().contains(audience)
        && claims.getExpirationTime() != null
        && (!expiring || now.minus(LEEWAY).isBefore(claims.getExpirationTime().toInstant()))
        && (claims.getIssueTime() == null
            || now.plus(LEEWAY).isAfter(claims.getIssueTime().toInstant()));
  }
}
