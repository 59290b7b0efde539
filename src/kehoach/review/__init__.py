"""Review: a local page on which a person reads a plan beside its values, and says which are right.

`session` holds the plans, their values and what is said of them; `server` shows them to one browser on this machine, by
`page`; `gold` turns corrections into gold marks.
"""
