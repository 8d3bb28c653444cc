package preflight.init.source;

/** A place that knows what an environment consists of. */
public sealed interface Source permits LiveProject, NamedFile {

  SourceReading read() throws InterruptedException;
}
