package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.probe.network.certificate.ClientIdentity;
import preflight.probe.network.certificate.Pem;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.StoreScheme;
import preflight.resource.url.UrlMistake;
import preflight.resource.url.UrlPart;
import preflight.resource.url.UrlReading;

/**
 * Gives the value of a setting as the application would have it: from the secret that feeds it,
 * byte for byte, where there is one.
 */
public final class SettingReader {

  private static final Pattern URL = Pattern.compile("(?i)^(jdbc:)?[a-z][a-z0-9+.-]*://");
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

    record Unreadable<T>(ResourceName secret, Lack why) implements Reading<T> {}

    /** The secret holds something else than {@code expected}. */
    record Malformed<T>(ResourceName secret, String expected) implements Reading<T> {}

    /** The same reading of something derived from the value. */
    default <R> Reading<R> map(Function<? super T, ? extends R> to) {
      return switch (this) {
        case Value<T>(T value, var from) -> new Value<>(to.apply(value), from);
        case Unreadable<T>(ResourceName secret, Lack why) -> new Unreadable<>(secret, why);
        case Malformed<T>(ResourceName secret, String expected) ->
            new Malformed<>(secret, expected);
      };
    }

    /** The trouble of a probe that cannot do without the value. */
    default <E> Trouble<E> trouble() {
      return switch (this) {
        case Value<T> _ -> throw new IllegalStateException("There is a value");
        case Unreadable<T>(ResourceName secret, Lack why) -> new Trouble.Unreadable<>(secret, why);
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

  /**
   * A secret that declares to match the field counts before what the profile says, and so does the
   * URL of the store.
   */
  public Reading<String> text(Target<?> target, String field, Setting<String> setting)
      throws InterruptedException {
    for (var secret : target.environment().holding(target.name(), field).toList()) {
      Optional<String> value = text(secret.name());
      boolean url = target.environment().urlOf(target.name()).equals(Optional.of(secret.name()));
      if (value.isPresent() && !url && !URL.matcher(value.get()).find()) {
        return new Reading.Value<>(value.get(), Optional.of(secret.name()));
      }
      Optional<String> stranger = stranger(target, secret.name());
      if (stranger.isPresent()) {
        return new Reading.Malformed<>(secret.name(), stranger.get());
      }
      Reading<Optional<String>> said = inUrl(secret.name(), part(field), false);
      boolean silent = said instanceof Reading.Value<Optional<String>>(var it, _) && it.isEmpty();
      if (value.isPresent() && !silent) {
        return needed(said, field);
      }
    }
    return switch (setting) {
      case Setting.Literal<String>(String value) -> new Reading.Value<>(value, Optional.empty());
      case Setting.FromSecret<String>(ResourceName secret) -> whole(secret, field);
      case Setting.InUrl<String>(ResourceName secret) -> {
        Optional<String> stranger = stranger(target, secret);
        yield stranger.isPresent()
            ? new Reading.Malformed<>(secret, stranger.get())
            : needed(inUrl(secret, part(field)), field);
      }
    };
  }

  /** Whether what a secret holds is the URL of another kind of store. */
  private Optional<String> stranger(Target<?> target, ResourceName secret)
      throws InterruptedException {
    StoreScheme wanted =
        target.name().kind() == Kind.REDIS ? StoreScheme.REDIS : StoreScheme.POSTGRES;
    return text(secret)
        .flatMap(wanted::stranger)
        .map(it -> "a URL of %s, but %s".formatted(wanted.words(), it));
  }

  /** Of a field that need not be there; a URL may say nothing of it. */
  public Reading<Optional<String>> optional(
      Target<?> target, String field, Optional<Setting<String>> setting)
      throws InterruptedException {
    if (setting.isEmpty()) {
      return new Reading.Value<>(Optional.empty(), Optional.empty());
    }
    return setting.get() instanceof Setting.InUrl<String>(ResourceName secret)
        ? inUrl(secret, part(field))
        : text(target, field, setting.get()).map(Optional::of);
  }

  private Reading<String> whole(ResourceName secret, String field) throws InterruptedException {
    Optional<String> value = text(secret);
    if (value.isEmpty()) {
      return unreadable(secret);
    }
    return field.equals("host") && URL.matcher(value.get()).find()
        ? new Reading.Malformed<>(
            secret, "a host, but a URL; where the application reads it as one, declare it as url")
        : new Reading.Value<>(value.get(), Optional.of(secret));
  }

  private static UrlPart part(String field) {
    return UrlPart.of(field);
  }

  private static <T> Reading<T> needed(Reading<Optional<T>> found, String field) {
    return switch (found) {
      case Reading.Value<Optional<T>>(Optional<T> value, Optional<ResourceName> from) ->
          value.isPresent()
              ? new Reading.Value<>(value.get(), from)
              : new Reading.Malformed<>(from.orElseThrow(), "a URL that names the " + field);
      case Reading.Unreadable<Optional<T>>(ResourceName secret, Lack why) ->
          new Reading.Unreadable<>(secret, why);
      case Reading.Malformed<Optional<T>>(ResourceName secret, String expected) ->
          new Reading.Malformed<>(secret, expected);
    };
  }

  private Reading<Optional<String>> inUrl(ResourceName secret, UrlPart part)
      throws InterruptedException {
    return inUrl(secret, part, true);
  }

  /**
   * @param defaults whether what the URL leaves to its client counts
   */
  private Reading<Optional<String>> inUrl(ResourceName secret, UrlPart part, boolean defaults)
      throws InterruptedException {
    Optional<String> value = text(secret);
    if (value.isEmpty()) {
      return unreadable(secret);
    }
    return switch (UrlReading.of(value.get())) {
      case UrlReading.Understood(ConnectionUrl url) ->
          new Reading.Value<>(
              url.value(part).filter(_ -> defaults || url.names(part)), Optional.of(secret));
      case UrlReading.Mistaken(UrlMistake mistake) ->
          new Reading.Malformed<>(secret, "a URL that clients read alike: " + mistake.words());
    };
  }

  /** What the URL of a store says of TLS; empty where it says nothing, or there is none. */
  public Reading<Optional<String>> tls(Optional<Setting<String>> url) throws InterruptedException {
    Optional<ResourceName> holder = url.flatMap(Setting::heldBy);
    return holder.isPresent()
        ? inUrl(holder.get(), UrlPart.TLS)
        : new Reading.Value<>(Optional.empty(), Optional.empty());
  }

  /** The URL of a store, where there is one and clients read it alike. */
  public Optional<ConnectionUrl> url(Optional<Setting<String>> url) throws InterruptedException {
    Optional<ResourceName> holder = url.flatMap(Setting::heldBy);
    Optional<String> text = holder.isPresent() ? text(holder.get()) : url.flatMap(Setting::literal);
    return text.map(UrlReading::of)
        .flatMap(it ->
            it instanceof UrlReading.Understood(ConnectionUrl understood)
                ? Optional.of(understood)
                : Optional.empty());
  }

  /** A whole number without a sign; anything around its digits makes it malformed. */
  public Reading<Integer> number(
      Target<?> target, String field, Setting<Integer> setting, String expected)
      throws InterruptedException {
    return number(text(target, field, written(setting)), expected);
  }

  /** The same of a field that need not be there. */
  public Reading<Optional<Integer>> optionalNumber(
      Target<?> target, String field, Optional<Setting<Integer>> setting, String expected)
      throws InterruptedException {
    Reading<Optional<String>> text = optional(target, field, setting.map(SettingReader::written));
    return text instanceof Reading.Value<Optional<String>>(Optional<String> value, _)
            && value.isEmpty()
        ? new Reading.Value<>(Optional.empty(), Optional.empty())
        : number(needed(text, field), expected).map(Optional::of);
  }

  private static Reading<Integer> number(Reading<String> read, String expected) {
    return switch (read) {
      case Reading.Value<String>(String text, Optional<ResourceName> from) ->
          from.isPresent() && !text.matches("\\d{1,5}")
              ? new Reading.Malformed<>(from.get(), expected)
              : new Reading.Value<>(Integer.valueOf(text), from);
      case Reading.Unreadable<String>(ResourceName secret, Lack why) ->
          new Reading.Unreadable<>(secret, why);
      case Reading.Malformed<String>(ResourceName secret, String what) ->
          new Reading.Malformed<>(secret, what);
    };
  }

  private static Setting<String> written(Setting<Integer> setting) {
    return switch (setting) {
      case Setting.Literal<Integer>(Integer value) -> new Setting.Literal<>(String.valueOf(value));
      case Setting.FromSecret<Integer>(ResourceName secret) -> new Setting.FromSecret<>(secret);
      case Setting.InUrl<Integer>(ResourceName secret) -> new Setting.InUrl<>(secret);
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
            : unreadable(secret);
      }
      case Setting.InUrl<String> it -> throw new IllegalArgumentException(it.toString());
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
        return unreadable(setting.heldBy().orElseThrow());
      }
      read.add(value);
    }
    Optional<Pem> authority = ca.map(_ -> read.getFirst());
    Optional<ClientIdentity> identity =
        certificate.map(_ -> new ClientIdentity(read.get(read.size() - 2), read.getLast()));
    return new Reading.Value<>(new Papers(authority, identity), Optional.empty());
  }

  /** The bytes of a password; of a URL, those of the password in it, if there is one. */
  public Reading<Optional<SecretValue>> password(Optional<Setting<String>> password)
      throws InterruptedException {
    if (password.isEmpty()) {
      return new Reading.Value<>(Optional.empty(), Optional.empty());
    }
    ResourceName secret = password.get().heldBy().orElseThrow();
    if (password.get() instanceof Setting.InUrl<String>) {
      return inUrl(secret, UrlPart.PASSWORD).map(it -> it.map(SecretValue::of));
    }
    return password(secret).map(Optional::of);
  }

  /** The bytes of a password that a secret holds alone. */
  public Reading<SecretValue> password(ResourceName secret) throws InterruptedException {
    Optional<SecretValue> value = secrets.of(secret);
    return value.isPresent()
        ? new Reading.Value<>(value.get(), Optional.of(secret))
        : unreadable(secret);
  }

  private <T> Reading<T> unreadable(ResourceName secret) throws InterruptedException {
    return new Reading.Unreadable<>(secret, secrets.lack(secret));
  }

  private Optional<String> text(ResourceName secret) throws InterruptedException {
    return secrets.of(secret).map(it -> new String(it.reveal(), StandardCharsets.UTF_8));
  }
}
