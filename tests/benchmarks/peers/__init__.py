"""Autotype against the field: the same texts on the same machine in one run.

Every peer lives in an environment of its own below `.cache/peers` and runs in a process of
its own; this package makes the environments, runs the peers and prints their tables.
"""

from tests.benchmarks.peers.report import PARTS, report

__all__ = ["PARTS", "report"]
