package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import preflight.probe.network.certificate.ClientIdentity;
import preflight.probe.network.certificate.Pem;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;

/**
 * Gives the value of a setting as the application would have it: from the secret that feeds it,
 * byte for byte, where there is one.
 */
public final class SettingReader {

  private static final int HIGHEST_PORT = 65_535;

  private final SecretBytes secrets;
  private final Redaction redaction;

  public SettingReader(SecretBytes secrets, Redaction redaction) {
    this.secrets = secrets;
    this.redaction = redaction;
  }

  /** A value, or why there is none. */
  public sealed interface Reading<T> {

    /**
     * The value.
     *
     * @param from the secret that held it; empty where the profile did
     */
    record Value<T>(T value, Optional<ResourceName> from) implements Reading<T> {}

    record Unreadable<T>(ResourceName secret) implements Reading<T> {}

    /** The secret holds something else than {@code expected}. */
    record Malformed<T>(ResourceName secret, String expected) implements Reading<T> {}

    /** The trouble of a probe that cannot do without the value. */
    default <E> Trouble<E> trouble() {
      return switch (this) {
        case Value<T> _ -> throw new IllegalStateException("There is a value");
        case Unreadable<T>(ResourceName secret) -> new Trouble.Unreadable<>(secret);
        case Malformed<T>(ResourceName secret, String expected) ->
            new Trouble.Malformed<>(secret, expected);
      };
    }
  }

  /**
   * A credential in the place of a host must go to no resolver, and into no report; what the
   * profile says itself is none.
   */
  public Reading<String> host(Target<?> target, Setting<String> setting)
      throws InterruptedException {
    Reading<String> host = text(target, "host", setting);
    return host instanceof Reading.Value<String>(String text, Optional<ResourceName> from)
            && from.isPresent()
            && !setting.equals(new Setting.Literal<>(text))
            && redaction.isLive(text)
        ? new Reading.Malformed<>(from.get(), "a host, but a credential")
        : host;
  }

  /** A number that TCP has room for. */
  public Reading<Integer> port(Target<?> target, Setting<Integer> setting)
      throws InterruptedException {
    Reading<Integer> port = number(target, "port", setting, "a port");
    return port instanceof Reading.Value<Integer>(Integer number, Optional<ResourceName> from)
            && from.isPresent()
            && (number < 1 || number > HIGHEST_PORT)
        ? new Reading.Malformed<>(from.get(), "a port (1 to " + HIGHEST_PORT + ")")
        : port;
  }

  /** A secret that declares to match the field counts before what the profile says. */
  public Reading<String> text(Target<?> target, String field, Setting<String> setting)
      throws InterruptedException {
    for (var secret : target.environment().holding(target.name(), field).toList()) {
      Optional<String> value = text(secret.name()).flatMap(it -> part(it, field));
      if (value.isPresent()) {
        return new Reading.Value<>(value.get(), Optional.of(secret.name()));
      }
    }
    return switch (setting) {
      case Setting.Literal<String>(String value) -> new Reading.Value<>(value, Optional.empty());
      case Setting.FromSecret<String>(ResourceName secret) -> {
        Optional<String> value = text(secret);
        yield value.isPresent()
            ? new Reading.Value<>(value.get(), Optional.of(secret))
            : new Reading.Unreadable<>(secret);
      }
    };
  }

  /** Of a URL the part that the field names, as the secret is compared with the field. */
  private static Optional<String> part(String value, String field) {
    Matcher url = UrlPart.URL.matcher(value);
    Optional<UrlPart> part = UrlPart.of(field).filter(_ -> url.matches());
    return part.isPresent()
        ? Optional.ofNullable(url.group(part.get().group()))
        : Optional.of(value);
  }

  /** A whole number without a sign; anything around its digits makes it malformed. */
  public Reading<Integer> number(
      Target<?> target, String field, Setting<Integer> setting, String expected)
      throws InterruptedException {
    Setting<String> written =
        switch (setting) {
          case Setting.Literal<Integer>(Integer value) ->
              new Setting.Literal<>(String.valueOf(value));
          case Setting.FromSecret<Integer>(ResourceName secret) -> new Setting.FromSecret<>(secret);
        };
    return switch (text(target, field, written)) {
      case Reading.Value<String>(String text, Optional<ResourceName> from) ->
          from.isPresent() && !text.matches("\\d{1,5}")
              ? new Reading.Malformed<>(from.get(), expected)
              : new Reading.Value<>(Integer.valueOf(text), from);
      case Reading.Unreadable<String>(ResourceName secret) -> new Reading.Unreadable<>(secret);
      case Reading.Malformed<String>(ResourceName secret, String what) ->
          new Reading.Malformed<>(secret, what);
    };
  }

  /** Certificates or a key: in a file of the profile, or in a secret. */
  public Reading<Pem> pem(Setting<String> setting) throws InterruptedException {
    return switch (setting) {
      case Setting.Literal<String>(String file) ->
          new Reading.Value<>(new Pem.InFile(Path.of(file)), Optional.empty());
      case Setting.FromSecret<String>(ResourceName secret) -> {
        Optional<SecretValue> value = secrets.of(secret);
        yield value.isPresent()
            ? new Reading.Value<>(new Pem.InSecret(secret, value.get()), Optional.of(secret))
            : new Reading.Unreadable<>(secret);
      }
    };
  }

  /**
   * What TLS with a store needs beside its host.
   *
   * @param identity certificate and key of the client
   */
  public record Papers(Optional<Pem> ca, Optional<ClientIdentity> identity) {}

  public Reading<Papers> papers(
      Optional<Setting<String>> ca,
      Optional<Setting<String>> certificate,
      Optional<Setting<String>> key)
      throws InterruptedException {
    var read = new ArrayList<Pem>();
    for (Setting<String> setting :
        Stream.of(ca, certificate, key).flatMap(Optional::stream).toList()) {
      if (!(pem(setting) instanceof Reading.Value<Pem>(Pem value, _))) {
        // Only a secret is not there; a file is looked at in the handshake.
        return new Reading.Unreadable<>(((Setting.FromSecret<String>) setting).secret());
      }
      read.add(value);
    }
    Optional<Pem> authority = ca.map(_ -> read.getFirst());
    Optional<ClientIdentity> identity =
        certificate.map(_ -> new ClientIdentity(read.get(read.size() - 2), read.getLast()));
    return new Reading.Value<>(new Papers(authority, identity), Optional.empty());
  }

  /** The bytes of a password. */
  public Reading<SecretValue> password(ResourceName secret) throws InterruptedException {
    Optional<SecretValue> value = secrets.of(secret);
    return value.isPresent()
        ? new Reading.Value<>(value.get(), Optional.of(secret))
        : new Reading.Unreadable<>(secret);
  }

  private Optional<String> text(ResourceName secret) throws InterruptedException {
    return secrets.of(secret).map(it -> new String(it.reveal(), StandardCharsets.UTF_8));
  }
}
