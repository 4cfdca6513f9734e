"""`autotype evaluate --learn`: what it brings that somebody's writing was learned."""

import argparse
from typing import TYPE_CHECKING, Any

from autotype.commands.options import say_notices

if TYPE_CHECKING:
    from autotype.evaluation.measure import Progress


def measure_learning(
    args: argparse.Namespace, progress: "Progress"
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Measure and return what is printed: for machines, and for people.

    Without other files every text of the file is scored and then learned; with others all of it
    is learned, and they are scored.

    Args:
        args: Of the command line.
        progress: Told how far it is.
    """
    from autotype.evaluation.learning import Scorer, beside, learn_along, pieces_of
    from autotype.evaluation.learning_report import as_json, as_rows
    from autotype.evaluation.plot_learning import plot_learning
    from autotype.evaluation.plots import check_plots
    from autotype.evaluation.samples import EvaluationError, read_samples
    from autotype.evaluation.typo_attack import attack
    from autotype.opening import open_asked

    def texts(files: Any) -> list[str]:
        everything = read_samples(files, lines=args.lines, characters=0, longest=0)
        return [sample.text for sample in everything]

    documents = texts([args.learn])
    placebo = texts([args.placebo]) if args.placebo else []
    scored_on = texts(args.files) if args.files else documents
    pieces = pieces_of(scored_on, args.characters, args.longest, args.seed)
    if not pieces:
        raise EvaluationError("The texts are too short to be scored; name a file with longer ones.")
    if args.plot:
        check_plots(args.plot)
    completer, notices = open_asked(args.pack, args.provider, args.show_at_least)
    say_notices(notices)
    scorer = Scorer(completer)
    if args.files:
        scored = list(beside(scorer, documents, pieces))
        typos = None
    else:
        scored = list(learn_along(scorer, documents, placebo, pieces, progress))
        typos = attack(documents, scorer.everyday, args.seed)
    found, rows = as_json(scored, typos), as_rows(scored, typos)
    found = {"pack": completer.model.pack.manifest.name, **found}
    rows.insert(0, ("Pack", found["pack"]))
    if args.plot:
        plot_learning(found["curve"], args.plot)
        rows.append(("Picture", str(args.plot)))
    return found, rows
