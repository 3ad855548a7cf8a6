"""What the benchmarks share: a private Internet, processes and their cost, rounds, and the report.

Start reading in ../socketmap.py, which says what is measured; then rounds.py, which says how.
Standard library only.
"""
