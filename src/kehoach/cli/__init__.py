"""The command `kehoach`: what it prints is the contract of `kehoach.record`; errors are one line each on stderr.

Exit codes: 0 all went well, 1 some file could not be read (or `check` shows an error, or `register` finds nothing), 2 the
call itself is wrong.
"""

from kehoach.cli.group import main

__all__ = ["main"]
