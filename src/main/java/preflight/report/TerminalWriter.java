package preflight.report;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import preflight.check.command.TerminalText;

/**
 * The one way to a terminal, a log or the file of a report: no text that passes it is a command to
 * any of them. What is printed with a line feed after it is one line, whatever stands in it.
 */
public final class TerminalWriter extends PrintWriter {

  /** Takes a line of a terminal away. */
  private static final String CLEAR = "\r\u001b[K";

  private final boolean colour;
  private final StringBuilder line = new StringBuilder();
  private final List<TerminalWriter> painted = new ArrayList<>();

  public TerminalWriter(Writer to) {
    this(to, false);
  }

  private TerminalWriter(Writer to, boolean colour) {
    super(to);
    this.colour = colour;
  }

  /** A writer to the same place that also lets pass what a style paints. */
  public TerminalWriter in(Style style) {
    flush();
    var writer = new TerminalWriter(out, style.color());
    painted.add(writer);
    return writer;
  }

  /** Whether anything was lost that was written through this writer, or in a style of it. */
  @Override
  public boolean checkError() {
    boolean lost = super.checkError();
    for (TerminalWriter writer : painted) {
      lost |= writer.checkError();
    }
    return lost;
  }

  /** Puts a text, or nothing, in place of the last line of a terminal. */
  public synchronized void replaceLine(String text) {
    flush();
    super.write(CLEAR, 0, CLEAR.length());
    emit(TerminalText.line(text));
    super.flush();
  }

  /**
   * Writes a line that is a command to the runner of a CI system; whoever calls this has made every
   * text in it harmless.
   */
  public synchronized void workflowCommand(String command) {
    emitLine();
    emit(command);
    super.println();
  }

  @Override
  public synchronized void write(String text, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int at = text.indexOf('\n', from); at >= 0 && at < end; at = text.indexOf('\n', from)) {
      line.append(text, from, at);
      emitLine();
      emit("\n");
      from = at + 1;
    }
    line.append(text, from, end);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(int unit) {
    write(String.valueOf((char) unit), 0, 1);
  }

  @Override
  public synchronized void println() {
    emitLine();
    super.println();
  }

  @Override
  public synchronized void println(String text) {
    line.append(TerminalText.unbroken(String.valueOf(text)));
    println();
  }

  @Override
  public void println(Object value) {
    println(String.valueOf(value));
  }

  @Override
  public synchronized void flush() {
    emitLine();
    super.flush();
  }

  @Override
  public void close() {
    flush();
    super.close();
  }

  private void emitLine() {
    emit(harmless(line.toString()));
    line.setLength(0);
  }

  private void emit(String text) {
    super.write(text, 0, text.length());
  }

  private String harmless(String text) {
    if (!colour) {
      return TerminalText.part(text, true);
    }
    var harmless = new StringBuilder();
    Matcher painted = Style.PAINT.matcher(text);
    int from = 0;
    while (painted.find()) {
      append(harmless, text.substring(from, painted.start()), text.substring(0, from));
      harmless.append(painted.group());
      from = painted.end();
    }
    append(harmless, text.substring(from), text.substring(0, from));
    return harmless.toString();
  }

  private static void append(StringBuilder harmless, String part, String before) {
    boolean atStart = Style.PAINT.matcher(before).replaceAll("").isBlank();
    harmless.append(TerminalText.part(part, atStart));
  }
}
