"""Archives of any size, and what an audit of them costs and survives; `python -m benchmarks.archive`."""
