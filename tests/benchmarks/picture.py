"""`make plots`: the README's picture, on a mix of the standard texts."""

import sys
from pathlib import Path

from autotype.evaluation.curve import curve, walk_all
from autotype.evaluation.measure import measure
from autotype.evaluation.plots import check_plots, plot
from autotype.packs.opening import open_completer
from tests.benchmarks.data import samples

_SETS = ("ud_ewt_test", "topical_chat", "bi320")
_CHARACTERS = 2_500


def main() -> None:
    """Write the picture named on the command line."""
    target = Path(sys.argv[1])
    check_plots(target)
    texts = [sample for name in _SETS for sample in samples(name, _CHARACTERS)]
    completer = open_completer("smollm2-135m", "cpu")
    report = measure(completer, texts, lambda *_: None, speeds=(80,), trace_characters=400)
    plot(report, curve(walk_all(completer, texts, lambda *_: None)), target)
    print(f"{target}: {len(texts)} texts")


if __name__ == "__main__":
    main()
