"""A teacher's distributions as draws on disk."""

from pathlib import Path

import numpy as np
import pytest

from autotype.builder.errors import BuildError
from autotype.builder.training.targets import Targets, TargetWriter, run_lengths


def test_draws_become_counts() -> None:
    drawn = np.array([[5, 3, 5, 5], [-1, 7, -1, 7], [-1, -1, -1, -1], [2, 2, 2, 2]])
    lengths, ids, counts = run_lengths(drawn)
    assert lengths.tolist() == [2, 1, 0, 1]
    assert ids.tolist() == [3, 5, 7, 2]
    assert counts.tolist() == [1, 3, 2, 4]


def test_what_is_written_comes_back_by_place(tmp_path: Path) -> None:
    writer = TargetWriter(tmp_path, "a")
    drawn = np.array([[5, 3, 5, 5], [9, 9, 9, 9]])
    lengths, ids, counts = run_lengths(drawn)
    writer.append(np.array([lengths[0], 0, lengths[1]]), ids, counts)
    writer.commit(1)
    ids_read, shares = Targets(tmp_path).rows(np.array([2, 0, 1, 50]))
    assert shares.sum(axis=1).tolist() == [1, 1, 0, 0]
    assert ids_read[0, shares[0] > 0].tolist() == [9]
    found = dict(zip(ids_read[1].tolist(), shares[1].tolist(), strict=True))
    assert found[3] == 0.25
    assert found[5] == 0.75


def test_what_was_not_committed_is_gone_after_a_kill(tmp_path: Path) -> None:
    one = run_lengths(np.array([[1, 1, 2, 2]]))
    writer = TargetWriter(tmp_path, "a")
    writer.append(*one)
    writer.commit(1)
    writer.append(*run_lengths(np.array([[8, 8, 8, 8]])))  # and no commit
    again = TargetWriter(tmp_path, "a")
    assert (again.documents, again.tokens) == (1, 1)
    again.append(*run_lengths(np.array([[4, 4, 4, 4]])))
    again.commit(2)
    targets = Targets(tmp_path)
    assert len(targets) == 2
    assert targets.rows(np.array([1]))[0].tolist() == [[4]]


def test_targets_of_another_teacher_are_not_mixed_in(tmp_path: Path) -> None:
    TargetWriter(tmp_path, "a").commit(0)
    with pytest.raises(BuildError, match="another teacher"):
        TargetWriter(tmp_path, "b")


def test_no_targets_at_all(tmp_path: Path) -> None:
    targets = Targets(tmp_path)
    assert len(targets) == 0
    assert not targets.rows(np.array([0, 5]))[1].any()
