"""How long and how much memory, beside peers measured in the same run: `python -m benchmarks`."""
