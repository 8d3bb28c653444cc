package preflight.catalog.code;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.service.SourceCode;

@CheckDoc(
    id = "code-import-time-call",
    on = Service.class,
    about = Subject.PLANNED,
    expects =
        "No module that the start of the service imports opens a connection while it is imported",
    why =
        """
        A module that connects while it is imported ends the service at its start when the other side does not \
        answer, and nothing can try again. Tests, migrations and tools that import it need the connection as well.
        """,
    example =
        """
        fails    connection = psycopg2.connect(DSN)                          # app/db.py, at module level
        repair   @functools.cache
                 def connection(): return psycopg2.connect(DSN)
        """,
    signals = Signal.CODE_CALLED_AT_IMPORT)
@Remedy(
    text =
        "Move the call into a function that runs at the first use, or when the application starts (a `lifespan` of"
            + " FastAPI). What may stay is named in `allowed` of the rule, or by a comment at the line:"
            + " `# preflight: allow code-import-time-call, REASON`.")
public final class CodeImportTimeCall implements Check<Target<Service>, ImportTimeCalls> {

  private static final String EXPECTED = "modules that only define things while they are imported";

  private final SourceCode code;

  public CodeImportTimeCall(SourceCode code) {
    this.code = code;
  }

  @Override
  public Outcome run(Target<Service> target, ImportTimeCalls with) throws InterruptedException {
    return CodeOutcome.orJudge(
        "code-import-time-call",
        code.of(target.resource(), target.environment()),
        EXPECTED,
        it ->
            CodeOutcome.of(
                it.importTimeCalls(with),
                Signal.CODE_CALLED_AT_IMPORT,
                EXPECTED,
                "no module that the start imports makes such a call"));
  }
}
