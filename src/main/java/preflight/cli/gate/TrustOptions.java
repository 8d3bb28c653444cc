package preflight.cli.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import preflight.resource.network.TrustedHosts;

/** Whom the caller trusts beside Google; no profile and no variable can say so. */
public final class TrustOptions {

  @Option(
      names = "--trust-endpoint",
      paramLabel = "HOST",
      description =
          "Send your Google credentials to this host of gcp.endpoints, too. By default, only"
              + " *.googleapis.com and this machine get them. Repeatable.")
  private List<String> hosts = new ArrayList<>();

  public TrustedHosts trusted() {
    return new TrustedHosts(
        hosts.stream().map(it -> it.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
  }
}
