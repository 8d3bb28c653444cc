package preflight.report.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import preflight.check.CheckId;
import preflight.diagnosis.Chains;
import preflight.diagnosis.Chains.Step;
import preflight.diagnosis.RootCause;
import preflight.report.Bounded;
import preflight.report.Page;

/**
 * The whys of every failure that one root cause explains, each down to that root; what a failing
 * check saw stands under its first mention only.
 */
final class ChainSection {

  private static final String STEP = " ".repeat(14);
  private static final String SEEN = " ".repeat(18);

  private final Page page;
  private final Chains chains;
  private final Set<CheckId> told = new HashSet<>();

  ChainSection(Page page, Chains chains) {
    this.page = page;
    this.chains = chains;
  }

  void write(RootCause root) {
    // What it saw stands above the chains.
    told.add(root.id());
    Bounded.paragraphs(root.explains(), "failures", this::chain, it -> page.field("why", it));
  }

  private void chain(CheckId symptom) {
    List<Step> steps = chains.from(symptom);
    page.field("why", symptom.toString());
    for (int i = 0; i < steps.size(); i++) {
      page.text(STEP, (i == 0 ? "" : page.style().because()) + steps.get(i).sentence());
      if (steps.get(i) instanceof Step.Broken broken && told.add(broken.id())) {
        page.text(SEEN, "saw " + broken.failed().observed());
        broken.failed().evidence().forEach(it -> page.text(SEEN, it.source() + ": " + it.fact()));
      }
    }
  }
}
