package preflight.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The loopback ports of the parts of one sandbox.
 *
 * @param gcloud the proxy that leads gcloud to the API
 * @param spare for a store behind another one
 */
public record Ports(
    int api, int gcloud, int redis, int postgres, int backend, int auth, int frontend, int spare) {

  List<Integer> all() {
    return List.of(api, gcloud, redis, postgres, backend, auth, frontend, spare);
  }

  /** Ports that are free now; {@link HeldPorts} keeps them so. */
  public static Ports free() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < 8) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      return new Ports(
          ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7]);
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
