"""Measurements, side by side in one run; `python -m bench` writes docs/benchmarks.md. Ratios travel, seconds do not."""
