"""Frameworks: national strategies and programmes as data, against which a plan is judged.

A framework is one TOML file; the shipped ones lie beside this module, a user gives the path of their own. A file needs
`id`, `title` and `[[targets]]` with `id` and `name`; all else makes the judgement sharper:

- `period`, `milestones`: the years it holds for and the years its values are set for.
- `names`: how texts name it; `subject`: words that say a text is about it at all.
- `[[goals]]`: `id`, `name`, `words` of the field.
- `[[targets]]`: `goal`; `unit` (`percent`, `per` with `per = 1000`, `times`, a counted word, `done` for a state without a
  value), `direction` (`at_least`, `at_most`, `start`), `milestones` (`year`, `comparator`, `value`, `tolerance`),
  `baseline`, `population`, `persistent` (holds from the first milestone on), `maintain`, `inner` (a threshold inside the
  target: four items a quarter), `asked_of` (for each level how it is asked: `value`, `self` or `has_one` where a share of
  bodies is asked of one body, `inner` where only the threshold is), `must` (groups of words of which each needs one),
  `must_not`, `anchors` (words that tell its values from another's), `paraphrases`, `confusable`, `confidence`, `parts`.
- `[[measures]]`: solution groups, `id`, `name`, `words`.
- `[[remits]]`: bodies of one field and the items that can be asked of them.
"""

from __future__ import annotations

from kehoach.frameworks.loading import available, load
from kehoach.frameworks.model import ASKED, DIRECTIONS, LEVELS, Framework, Goal, Inner, Item, Measure, Milestone, Remit

__all__ = [
    "ASKED",
    "DIRECTIONS",
    "LEVELS",
    "Framework",
    "Goal",
    "Inner",
    "Item",
    "Measure",
    "Milestone",
    "Remit",
    "available",
    "load",
]
