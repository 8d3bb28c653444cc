package preflight.probe.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import preflight.probe.SecretValue;
import preflight.probe.http.HeaderValue;

/** Mints tokens with Nimbus: HS256, valid for two minutes. */
public final class NimbusTokens implements Tokens {

  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final Duration LONG_AGO = Duration.ofHours(1);
  private static final int KEY_BYTES = 32;

  @Override
  public Minted mint(Kind kind, Claims claims, SecretValue key) {
    if (key.length() < KEY_BYTES) {
      return new Minted.KeyTooShort(key.length() * 8);
    }
    return new Minted.Bearer(
        HeaderValue.confidential(
            "Bearer "
                + switch (kind) {
                  case SOUND -> signed(claims, claims.now(), key.reveal());
                  case EXPIRED -> signed(claims, claims.now().minus(LONG_AGO), key.reveal());
                  case SIGNED_WITH_ANOTHER_KEY -> signed(claims, claims.now(), anotherKey());
                  case UNSIGNED -> new PlainJWT(set(claims, claims.now())).serialize();
                }));
  }

  private static String signed(Claims claims, Instant issued, byte[] key) {
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
    var token = new SignedJWT(header, set(claims, issued));
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      // Without its cause: a message about a key must not reach a log.
      throw new IllegalStateException("HS256 could not sign: " + e.getClass().getSimpleName());
    }
    return token.serialize();
  }

  private static JWTClaimsSet set(Claims claims, Instant issued) {
    var set =
        new JWTClaimsSet.Builder()
            .subject("preflight")
            .issueTime(Date.from(issued))
            .expirationTime(Date.from(issued.plus(LIFETIME)));
    claims.issuer().ifPresent(set::issuer);
    claims.audience().ifPresent(set::audience);
    return set.build();
  }

  private static byte[] anotherKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
