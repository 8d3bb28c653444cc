package preflight.probe.google;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/** One channel per host and port, shared by every client that talks to it. */
final class Channels implements AutoCloseable {

  private static final int LARGEST_MESSAGE = 8 << 20;

  private final ConcurrentMap<String, ManagedChannel> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> calls = new ConcurrentHashMap<>();
  // Never shut down: a channel that is closing still hands out work, and would log that nobody
  // takes
  // it, on the caller's terminal. The threads end with the connections of the channel.
  private final Executor threads = Thread::startVirtualThread;
  private final ScheduledExecutorService timer;

  Channels(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  ManagedChannel to(URI endpoint) {
    boolean plain = "http".equals(endpoint.getScheme());
    int port = endpoint.getPort() > 0 ? endpoint.getPort() : plain ? 80 : 443;
    return open.computeIfAbsent(
        endpoint.getScheme() + " " + endpoint.getHost() + ":" + port,
        _ -> connect(endpoint.getHost(), port, plain));
  }

  Map<String, Long> calls() {
    var counted = new TreeMap<String, Long>();
    calls.forEach((method, count) -> counted.put(method, count.sum()));
    return Collections.unmodifiableMap(counted);
  }

  void count(String method) {
    calls.computeIfAbsent(method, _ -> new LongAdder()).increment();
  }

  private ManagedChannel connect(String host, int port, boolean plain) {
    OkHttpChannelBuilder builder =
        OkHttpChannelBuilder.forAddress(host, port)
            .executor(threads)
            .transportExecutor(threads)
            .scheduledExecutorService(timer)
            .intercept(new Counting())
            .disableServiceConfigLookUp()
            .disableRetry()
            .maxInboundMessageSize(LARGEST_MESSAGE);
    if (plain) {
      builder.usePlaintext().proxyDetector(_ -> null);
    }
    return builder.build();
  }

  @Override
  public void close() {
    open.values().forEach(ManagedChannel::shutdownNow);
  }

  private final class Counting implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      count(method.getFullMethodName());
      return next.newCall(method, options);
    }
  }
}
