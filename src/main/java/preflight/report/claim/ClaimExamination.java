package preflight.report.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.Claim;
import preflight.report.ReportDocument;
import preflight.report.claim.ClaimVerdict.Finding;
import preflight.report.claim.ClaimVerdict.Result;
import preflight.report.claim.ClaimVerdict.Standing;

/**
 * Holds a claim against a report; a pure function. One contradicted part refutes the claim,
 * whatever else is open; else one open part leaves it unproven; it is supported where its root
 * cause, all its predictions and all its exclusions hold.
 */
public final class ClaimExamination {

  private final ReportDocument report;

  public ClaimExamination(ReportDocument report) {
    this.report = report;
  }

  public ClaimVerdict of(Claim claim) {
    var facts = new FactFinding(report.checks());
    List<Finding> findings = new ArrayList<>(List.of(new RootCauseFinding(report).of(claim)));
    claim.predicts().forEach(it -> findings.add(facts.predicted(it)));
    claim.excludes().forEach(it -> findings.add(facts.excluded(it)));
    Result result =
        any(findings, Standing.CONTRADICTED)
            ? Result.REFUTED
            : any(findings, Standing.OPEN) ? Result.UNPROVEN : Result.SUPPORTED;
    return new ClaimVerdict(
        claim,
        result,
        findings,
        result == Result.UNPROVEN
            ? new NextChecks(report).cheapest(claim, findings)
            : Optional.empty());
  }

  private static boolean any(List<Finding> findings, Standing standing) {
    return findings.stream().anyMatch(it -> it.standing() == standing);
  }
}
