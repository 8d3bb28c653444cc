package preflight.probe.vpc;

import java.net.InetAddress;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SettingReader;
import preflight.resource.Setting;
import preflight.resource.Target;

/** Reads the profile, and the secrets that hold what it does not say. */
public final class SettingHosts implements StoreHosts {

  private final SettingReader settings;

  public SettingHosts(SecretBytes secrets, Redaction redaction) {
    this.settings = new SettingReader(secrets, redaction);
  }

  @Override
  public StoreHost of(Target<?> store, Setting<String> host) throws InterruptedException {
    return switch (settings.host(store, host)) {
      case SettingReader.Reading.Value<String>(String text, _) -> read(text);
      case SettingReader.Reading.Unreadable<String> _, SettingReader.Reading.Malformed<String> _ ->
          new StoreHost.Withheld();
    };
  }

  private static StoreHost read(String text) {
    if (text.startsWith("/")) {
      return new StoreHost.Socket();
    }
    try {
      // A line break at its end is told by the checks of the secret.
      return new StoreHost.Address(InetAddress.ofLiteral(text.strip()));
    } catch (IllegalArgumentException _) {
      return new StoreHost.Name();
    }
  }
}
