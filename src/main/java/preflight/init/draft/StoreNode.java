package preflight.init.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.check.command.Command;
import preflight.init.draft.StoreVariable.Part;
import preflight.init.draft.StoresDraft.Store;
import preflight.init.draft.StoresDraft.Told;
import preflight.init.found.FoundStore;
import preflight.init.writing.Node;
import preflight.init.writing.Node.Line;
import preflight.probe.inventory.PlainValue;
import preflight.resource.Kind;
import preflight.resource.field.Grammar;

/** The fields of one store; what is missing for it is said and not made up. */
final class StoreNode {

  private final Store store;
  private final SecretsDraft secrets;
  private final List<Line> fields = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  StoreNode(Store store, SecretsDraft secrets) {
    this.store = store;
    this.secrets = secrets;
    Optional<String> url = secret(Part.URL);
    if (url.isPresent() && (address(Part.URL).isEmpty() || store.declared().isEmpty())) {
      fields.add(Line.of("url", url.get()));
    } else {
      parts();
    }
    store
        .declared()
        .flatMap(FoundStore::version)
        .filter(Grammar.VERSION::fits)
        .ifPresent(it -> fields.add(Line.of("version", it)));
    store
        .declared()
        .flatMap(FoundStore::instance)
        .filter(Grammar.INSTANCE::fits)
        .ifPresent(it -> fields.add(Line.of("instance", it)));
    if (store.connectors().size() == 1) {
      fields.add(Line.of("reached-through", "connectors." + store.connectors().iterator().next()));
    }
  }

  private void parts() {
    Optional<String> host = host();
    boolean socket = host.filter(it -> it.startsWith("/")).isPresent();
    if (socket) {
      socket(host.get());
      return;
    }
    if (host.filter(it -> it.startsWith("secrets.") || Grammar.HOST.fits(it)).isEmpty()) {
      missing.add("its host");
    }
    host.ifPresent(it -> fields.add(Line.of("host", it)));
    port();
    if (store.kind() == Kind.POSTGRES) {
      required("database", database());
      required("user", user());
    } else {
      user().filter(it -> !it.equals("default")).ifPresent(it -> fields.add(Line.of("user", it)));
    }
    password();
    tls();
    if (store.kind() == Kind.REDIS) {
      database().filter(it -> !it.equals("0")).ifPresent(it -> fields.add(number("database", it)));
    }
  }

  private static boolean name(String text) {
    return text.matches("[A-Za-z0-9_.-]+") && !text.startsWith("secrets.");
  }

  /** A socket stands in a URL, of which every part is a literal. */
  private void socket(String directory) {
    Optional<String> user = user().filter(StoreNode::name);
    Optional<String> database = database().filter(StoreNode::name);
    if (user.isEmpty() || database.isEmpty()) {
      missing.add("its user and its database, beside the socket " + directory);
      return;
    }
    fields.add(
        Line.of(
            "url", "postgresql://%s@/%s?host=%s".formatted(user.get(), database.get(), directory)));
    password();
  }

  /** Of a store that a source declares, only that source knows where this machine finds it. */
  private Optional<String> host() {
    if (store.declared().isPresent()) {
      return store.declared().flatMap(FoundStore::host);
    }
    return address(Part.URL)
        .map(PlainValue.Address::host)
        .or(() -> StoresDraft.host(told(Part.HOST)))
        .filter(it -> !it.isEmpty())
        .or(() -> secret(Part.HOST));
  }

  private void port() {
    Optional<String> port =
        store
            .declared()
            .flatMap(FoundStore::port)
            .or(() -> address(Part.URL).flatMap(PlainValue.Address::port))
            .or(() -> StoresDraft.text(told(Part.PORT)))
            .or(() -> StoresDraft.port(told(Part.HOST)))
            .or(() -> secret(Part.PORT));
    if (store.kind() == Kind.REDIS) {
      fields.add(number("port", port.orElse("6379")));
    } else {
      port.filter(it -> !it.equals("5432")).ifPresent(it -> fields.add(number("port", it)));
    }
  }

  private static Line number(String key, String value) {
    return Line.of(key, value.matches("[0-9]{1,5}") ? new Node.Bare(value) : new Node.Text(value));
  }

  private Optional<String> database() {
    return store
        .declared()
        .flatMap(FoundStore::database)
        .or(() ->
            address(Part.URL)
                .flatMap(PlainValue.Address::path)
                .map(it -> it.replaceFirst("^/", "")))
        .or(() -> StoresDraft.text(told(Part.DATABASE)))
        .or(() -> secret(Part.DATABASE));
  }

  private Optional<String> user() {
    return store
        .declared()
        .flatMap(FoundStore::user)
        .or(() -> address(Part.URL).flatMap(PlainValue.Address::user))
        .or(() -> StoresDraft.text(told(Part.USER)))
        .or(() -> secret(Part.USER));
  }

  private void password() {
    Optional<String> password =
        store
            .declared()
            .flatMap(secrets::of)
            .map(it -> "secrets." + it)
            .or(() -> secret(Part.PASSWORD));
    password.ifPresent(it -> fields.add(Line.of("password", it)));
    boolean somewhere =
        store.declared().filter(FoundStore::hasPassword).isPresent()
            || address(Part.URL).filter(PlainValue.Address::password).isPresent()
            || told(Part.PASSWORD) != null;
    if (password.isEmpty() && somewhere) {
      boolean plain =
          address(Part.URL).filter(PlainValue.Address::password).isPresent()
              || told(Part.PASSWORD) != null;
      fields.add(
          ServicesDraft.comment(
              plain
                  ? "not known: the password. It stands in plain text where a service is declared."
                      + " Move it to a secret, then add password: secrets.NAME"
                  : "not known: where its password is kept. Add password: secrets.NAME"));
    }
  }

  private void tls() {
    Optional<PlainValue.Address> url = address(Part.URL);
    if (store.kind() == Kind.REDIS) {
      boolean encrypted =
          url.map(PlainValue.Address::scheme)
                  .filter(it -> it.equals("rediss") || it.equals("valkeys"))
                  .isPresent()
              || store.declared().filter(FoundStore::tls).isPresent();
      if (encrypted) {
        fields.add(Line.of("tls", new Node.Bare("true")));
      }
      if (store.declared().filter(FoundStore::ownAuthority).isPresent()) {
        fields.add(Line.of("verify", "none"));
      }
      return;
    }
    url.flatMap(PlainValue.Address::sslMode)
        .or(() -> StoresDraft.text(told(Part.TLS)))
        .filter(it -> it.matches("disable|require|verify-ca|verify-full"))
        .ifPresent(it -> fields.add(Line.of("tls", it)));
  }

  private void required(String key, Optional<String> value) {
    if (value.isEmpty()) {
      missing.add("its " + key);
    }
    value.ifPresent(it -> fields.add(Line.of(key, it)));
  }

  private @Nullable Told told(Part part) {
    return store.parts().get(part);
  }

  private Optional<PlainValue.Address> address(Part part) {
    return StoresDraft.address(told(part));
  }

  private Optional<String> secret(Part part) {
    return Optional.ofNullable(told(part))
        .flatMap(it -> secrets.of(it.variable(), it.given()))
        .map(it -> "secrets." + it);
  }

  /** What keeps it from being declared. */
  List<String> missing() {
    return missing;
  }

  Line line(String name) {
    Line line = Line.of(name, new Node.Mapping(fields));
    Optional<String> inside = store.declared().flatMap(FoundStore::inside);
    if (inside.isPresent()) {
      line = line.beside("from this machine; services reach it as " + inside.get());
    }
    return line.under(comments());
  }

  private List<String> comments() {
    List<String> comments = new ArrayList<>();
    if (!store.guessed().isEmpty() && store.declared().isEmpty()) {
      comments.add(
          "guessed to be %s from the name %s"
              .formatted(
                  store.kind() == Kind.REDIS ? "Redis" : "Postgres",
                  String.join(" and the name ", store.guessed())));
    }
    Optional<FoundStore> own = store.declared().filter(FoundStore::ownAuthority);
    if (own.isPresent()) {
      comments.add(
          "its certificate is of its own authority, which is in no file here. To verify it, save the"
              + " authority with:");
      comments.add(
          Command.of(
                  "gcloud redis instances describe {instance} --region={REGION?its region}"
                      + " --format='value(serverCaCerts[0].cert)' > redis-ca.pem")
              .with("instance", own.get().instance().orElse(own.get().name()))
              .toString());
      comments.add("and write verify: authority, ca: redis-ca.pem in place of verify: none");
    }
    return comments;
  }
}
