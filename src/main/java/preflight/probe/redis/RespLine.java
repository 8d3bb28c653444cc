package preflight.probe.redis;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import javax.net.ssl.SSLException;
import preflight.probe.network.BoundedSocket;

/**
 * Exchanges commands whose reply is one line or one text (RESP specification, simple strings,
 * errors and bulk strings), with a bound on what is read: before anybody knows who answers, no
 * client library should have to guess, nor make room for what a peer announces.
 */
final class RespLine {

  private static final int LONGEST = 512;
  private static final int LONGEST_TEXT = 1 << 20;

  private final BoundedSocket socket;

  RespLine(BoundedSocket socket) {
    this.socket = socket;
  }

  /** One line, or no Redis. */
  sealed interface Reply {
    record Fine(String text) implements Reply {

      /** What Redis alone answers to {@code PING} without an argument. */
      boolean isPong() {
        return text.equals("PONG");
      }
    }

    record Refusal(String line) implements Reply {}

    record NotRedis() implements Reply {}
  }

  Reply ask(byte[]... words) throws IOException {
    try {
      socket.getOutputStream().write(encoded(words));
    } catch (IOException e) {
      // A server that is full, or wants a certificate, says so and hangs up without listening: what
      // it said may still be there.
      return available(e);
    }
    return read();
  }

  /** The reply is a text of any number of lines. */
  Reply askForText(byte[]... words) throws IOException {
    socket.getOutputStream().write(encoded(words));
    String line = line();
    if (line.startsWith("-")) {
      return reply(line);
    }
    if (!line.matches("\\$\\d{1,7}") || Integer.parseInt(line.substring(1)) > LONGEST_TEXT) {
      return new Reply.NotRedis();
    }
    int announced = Integer.parseInt(line.substring(1));
    byte[] text = socket.getInputStream().readNBytes(announced);
    if (text.length < announced) {
      throw new EOFException("The peer closed the connection");
    }
    // The line break behind it belongs to the reply, and not to the next one.
    String _ = line();
    return new Reply.Fine(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * The reply is a list of two short texts, or nothing: what a Sentinel says of a master.
   *
   * @return the texts, one a line; an empty text for nothing
   */
  Reply askForPair(byte[]... words) throws IOException {
    socket.getOutputStream().write(encoded(words));
    String head = line();
    if (head.startsWith("-")) {
      return reply(head);
    }
    if (head.equals("*-1")) {
      return new Reply.Fine("");
    }
    if (!head.equals("*2")) {
      return new Reply.NotRedis();
    }
    var texts = new ArrayList<String>();
    while (texts.size() < 2) {
      if (!line().matches("\\$\\d{1,3}")) {
        return new Reply.NotRedis();
      }
      texts.add(line());
    }
    return new Reply.Fine(String.join("\n", texts));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The peer closed the connection");
      }
      line.write(next);
      if (line.size() > LONGEST) {
        throw new ProtocolException("A line longer than any of Redis");
      }
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private Reply available(IOException e) throws IOException {
    try {
      return read();
    } catch (SSLException refused) {
      refused.addSuppressed(e);
      throw refused;
    } catch (IOException unread) {
      e.addSuppressed(unread);
      throw e;
    }
  }

  private Reply read() throws IOException {
    var line = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    while (line.size() < LONGEST) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The peer closed the connection");
      }
      boolean speaksRedis = line.size() > 0 || next == '+' || next == '-';
      if (!speaksRedis) {
        hearMore();
        return new Reply.NotRedis();
      }
      if (next == '\n') {
        return reply(line.toString(StandardCharsets.UTF_8).strip());
      }
      line.write(next);
    }
    return new Reply.NotRedis();
  }

  /** One byte tells little about who speaks; the socket remembers what is read here. */
  private void hearMore() {
    try {
      int _ = socket.getInputStream().read(new byte[LONGEST]);
    } catch (IOException e) {
      // What was heard before has to do.
      return;
    }
  }

  private static Reply reply(String line) {
    return line.startsWith("-")
        ? new Reply.Refusal(line.substring(1))
        : new Reply.Fine(line.substring(1));
  }

  private static byte[] encoded(byte[]... words) throws IOException {
    var message = new ByteArrayOutputStream();
    message.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (byte[] word : words) {
      message.write(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      message.write(word);
      message.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return message.toByteArray();
  }
}
