"""The model's card: what it is for, what it was trained on, and every figure, printed by the commands that measure.

Written by `python -m benchmarks.coverage.train` beside the model.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter

from benchmarks.coverage import __main__ as report
from benchmarks.coverage import agreement, copies, corpus, variants
from benchmarks.coverage.data import examples
from benchmarks.coverage.train import Trained, folder_of
from kehoach.coverage.model import ROLES, load
from kehoach.frameworks import Framework

_TEXT = """# Model card: coverage of {id}

{title}. Version `{version}`; written with all its figures by `python -m benchmarks.coverage.train`.

## What it is

A linear model of plain data (`model.json`, `weights.npz`; no pickle), scored with numpy alone. Of a statement in its context it says
which of {items} parts of targets, {goals} goals and {measures} solution groups it is about, and which of {roles} roles it plays. What
values stand there, for which year and how they compare is told by rule, not by the model.

- **Use**: drafting aid and triage. A cell is a place to look, with its evidence; it is no ruling on a plan or a body.
- **Not for**: other strategies (a file of one's own is judged by its words alone, with lower confidence), scans with many misread
  letters, texts that are no plans.
- **Abstains**: between two thresholds of each label a cell says `needs_review`.

## What it was trained on

{plans} plans of our own ({statements} statements, {issuers} issuers) and {bank} single statements written for training alone; no
sentence of a real plan. Marks follow `corpora/COVERAGE.md`. Plans of the parts `test` and `temporal` (2025-26) were not trained on;
`dev` was looked at while the rules were made, `test` and `temporal` were not; two of their plans were looked at once and became `dev`
(42, 50), and 14 older plans of `temporal` had served to make the rules that read targets. Writers of several plans had read how verdicts
are computed, so verdicts on our own plans may flatter. Real plans on this subject are few: what stands below is measured on plans that
were written to be like them, hard on purpose, and not on an archive.

Support in training, item marks: {support}.

## Known failures

- Wording far from the strategy's, in plain speech ("chị em lĩnh lương đều"), is missed more often than official wording.
- A rest of a sentence ("; năm 2030 là 76 %") is told from what stands before it on the line, not from farther away.
- Items that are told apart by the population alone (children, pupils of all kinds, one body's staff) draw most false alarms.
- Labels marked `(few)` have fewer than 20 marks in the part measured: their figures say little.

## Figures

```
{figures}
```
"""


def made(framework: Framework, trained: Trained) -> str:
    """The card of a model that stands in its folder."""
    model = load(folder_of(framework), framework)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        crossed = report.crossed(trained.found, trained.scores, trained.calibration, framework)
        report.table("Cross-validation by issuer (train, dev)", crossed, framework)
        report.by_item(crossed, framework)
        report.measure(framework, model, ["test", "temporal"])
        plans = corpus.load()
        learned = [e for p in (*plans, *corpus.bank()) if p.part in ("train", "dev") for e in examples(p, framework)]
        tested = [e for p in plans if p.part in ("test", "temporal") for e in examples(p, framework)]
        report.baselines(learned, tested, framework, words=variants.has_words())
        print("\nTwo readers")
        agreement.main()
        print()
        copies.main()
    support = Counter(label for e in trained.found for label in e.labels)
    about = trained.manifest["about"]
    return _TEXT.format(
        id=framework.id,
        title=framework.title.en,
        version=model.version,
        items=len(framework.items),
        goals=len(framework.goals),
        measures=len(framework.measures),
        roles=len(ROLES),
        support=", ".join(f"{item.id} {support[item.id]}" for item in framework.items),
        figures=out.getvalue().strip(),
        **about,
    )
