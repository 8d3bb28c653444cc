package preflight.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Ends this process. A JVM that exits waits 300 ms for threads in native code, and where virtual
 * threads have used a socket their poller always is; so it is left by the {@code _exit} of POSIX,
 * when everything is written and closed.
 */
public final class ProcessEnd {

  /** Set while an AOT cache is made: a JVM writes it when it exits, and not with native links. */
  private static final String TRAINING = "preflight.training";

  private ProcessEnd() {}

  static void with(int code) {
    if (!Boolean.getBoolean(TRAINING)) {
      Native.EXIT.ifPresent(it -> leave(it, code));
    }
    System.exit(code);
  }

  private static void leave(MethodHandle exit, int code) {
    try {
      exit.invokeExact(code);
    } catch (Throwable e) {
      throw new IllegalStateException("_exit does not return", e);
    }
  }

  /** Links what {@link #with} needs, so that it works when there is no memory left. */
  public static void prepare() {
    if (!Boolean.getBoolean(TRAINING)) {
      var _ = Native.EXIT;
    }
  }

  /** Linked once, when it is first asked for. */
  private static final class Native {
    private static final Optional<MethodHandle> EXIT = exit();
  }

  // Of POSIX: void _exit(int status). The launcher allows native access.
  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> exit() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("_exit");
    return function.map(
        it -> linker.downcallHandle(it, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
  }
}
