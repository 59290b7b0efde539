"""The same plans in every format, read and measured: `python -m benchmarks.readers`; see `__main__.py`."""
