package preflight.probe.program;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Closes {@code /proc/PID} of this process, and with it its environment and memory, to programs
 * that run as the same user: {@code prctl(PR_SET_DUMPABLE, 0)} of Linux, which a child does not
 * inherit.
 */
final class ClosedProcess {

  private static final int SET_DUMPABLE = 4;

  /** Closed when this is first looked at; a run that starts no program need not be. */
  private static final boolean CLOSED = close();

  private ClosedProcess() {}

  /** Makes sure of it; where the system has no such call, nothing changes. */
  static boolean ensure() {
    return CLOSED;
  }

  // The launcher allows native access.
  @SuppressWarnings("restricted")
  private static boolean close() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("prctl");
    if (function.isEmpty()) {
      return false;
    }
    MethodHandle prctl =
        linker.downcallHandle(
            function.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) prctl.invokeExact(SET_DUMPABLE, 0L) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("prctl throws nothing", e);
    }
  }
}
