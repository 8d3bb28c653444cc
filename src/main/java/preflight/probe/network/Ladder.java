package preflight.probe.network;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.resource.ResourceName;
import preflight.resource.network.Hosts;

/**
 * The way up to an answer, or as far as it went.
 *
 * @param target host and port fit for a report
 * @param hostFrom the secret whose bytes were used as host
 * @param address the one that was connected to, or that broke
 * @param failed addresses that were tried in vain before
 * @param others what became of the other hosts that were named, each as a clause
 */
public record Ladder(
    String target,
    Optional<ResourceName> hostFrom,
    Optional<InetAddress> address,
    List<Timing> timings,
    List<Dial.Attempt> failed,
    List<String> others) {

  private static final int LONGEST_HOST = 253;

  /** An address, or a name of several labels: a single word may be anything. */
  private static final Pattern HOST =
      Pattern.compile(
          "[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%\\w+)?"
              + "|localhost|([A-Za-z0-9_-]+\\.)+[A-Za-z0-9_-]+\\.?");

  public Ladder {
    timings = List.copyOf(timings);
    failed = List.copyOf(failed);
    others = List.copyOf(others);
  }

  /** Of the only host that was named. */
  public Ladder(
      String target,
      Optional<ResourceName> hostFrom,
      Optional<InetAddress> address,
      List<Timing> timings,
      List<Dial.Attempt> failed) {
    this(target, hostFrom, address, timings, failed, List.of());
  }

  public static Ladder of(Dial dial, String target, Optional<ResourceName> hostFrom) {
    Optional<InetAddress> address =
        switch (dial) {
          case Dial.Connected it -> Optional.of(it.address());
          case Dial.Broken it -> it.address();
        };
    return new Ladder(target, hostFrom, address, dial.timings(), dial.failed());
  }

  /** Host and port for a report; a secret's text only where hardly a password looks like it. */
  public static String shown(String host, int port, Optional<ResourceName> hostFrom) {
    boolean plain = host.length() <= LONGEST_HOST && HOST.matcher(host).matches();
    return (plain || hostFrom.isEmpty() ? host.strip() : "the host in " + hostFrom.get())
        + ":"
        + port;
  }

  /** All rungs together. */
  public Duration took() {
    return timings.stream().map(Timing::took).reduce(Duration.ZERO, Duration::plus);
  }

  /** One rung more. */
  public Ladder then(Rung rung, Duration took) {
    var more = new ArrayList<>(timings);
    more.add(new Timing(rung, took));
    return new Ladder(target, hostFrom, address, more, failed, others);
  }

  /** The same, beside other hosts. */
  public Ladder beside(List<String> told) {
    return new Ladder(target, hostFrom, address, timings, failed, told);
  }

  /** Whether an address that was tried can be reached from inside a network only. */
  public boolean isPrivate() {
    return Stream.concat(address.stream(), failed.stream().map(Dial.Attempt::address))
        .anyMatch(Hosts::isPrivate);
  }
}
