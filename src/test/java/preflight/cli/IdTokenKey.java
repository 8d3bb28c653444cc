package preflight.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Signs ID tokens as Google does, and verifies them as Cloud Run does. */
final class IdTokenKey {

  private final KeyPair key;

  IdTokenKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
  }

  String of(String audience, String account) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.RS256),
              new JWTClaimsSet.Builder()
                  .issuer("https://accounts.google.com")
                  .audience(audience)
                  .claim("email", account)
                  .claim("email_verified", true)
                  .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                  .build());
      token.sign(new RSASSASigner(key.getPrivate()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whom a token speaks for; empty where it is not ours, or for another audience. */
  Optional<String> account(String token, String audience) {
    try {
      var read = SignedJWT.parse(token);
      boolean sound =
          read.verify(new RSASSAVerifier((RSAPublicKey) key.getPublic()))
              && read.getJWTClaimsSet().getAudience().contains(audience)
              && read.getJWTClaimsSet().getExpirationTime().toInstant().isAfter(Instant.now());
      return sound ? Optional.of(read.getJWTClaimsSet().getStringClaim("email")) : Optional.empty();
    } catch (ParseException | JOSEException _) {
      return Optional.empty();
    }
  }
}
