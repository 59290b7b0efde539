"""The audit: a whole archive, judged, resumable, and shown to people.

`audit(archive, out)` leaves a store; `Store(out)` reads it. The way: the files of an archive (`walk`) go by their paths to
workers (`crew`, `worker`), come back as rows of tables (`rows`, `tables.toml`), and are kept so that a kill at any moment
loses nothing (`store`). When all are read they are compared with each other (`across`).
"""

from __future__ import annotations

from kehoach.audit.run import Progress, audit
from kehoach.audit.settings import Settings
from kehoach.audit.store import Manifest, Store

__all__ = ["Manifest", "Progress", "Settings", "Store", "audit"]
