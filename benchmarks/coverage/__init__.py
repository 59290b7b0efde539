"""Measures coverage: statements to items, roles, statuses and verdicts against plans of our own.

`corpus` reads the marked plans (the guide is `corpora/COVERAGE.md`).
"""
