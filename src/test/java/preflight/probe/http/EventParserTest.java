package preflight.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventParserTest {

  @Test
  void counts_events_whatever_ends_their_lines() {
    assertThat(count("data: 1\n\ndata: 2\n\n")).isEqualTo(2);
    assertThat(count("data: 1\r\n\r\nevent: x\r\ndata: 2\r\n\r\n")).isEqualTo(2);
    assertThat(count("data: 1\r\rdata\r\r")).isEqualTo(2);
  }

  @Test
  void counts_neither_comments_nor_events_without_data() {
    assertThat(count(": keep alive\n\nevent: ping\n\nretry: 5\n\ndata: unfinished\n")).isZero();
  }

  private static int count(String stream) {
    var parser = new EventParser();
    int events = 0;
    for (byte next : stream.getBytes(StandardCharsets.UTF_8)) {
      events += parser.feed(new byte[] {next}, 1);
    }
    return events;
  }
}
