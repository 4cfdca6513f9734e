"""The quality table: keystroke savings of a typist who uses three words."""

from tests.benchmarks.peers.environments import (
    Environment,
    NotMeasuredError,
    Result,
    pack_folder,
    run_peer,
)

PHRASES = 60

PRESAGE = Environment("presage", ("pressagio==0.1.6",))
BOOSTER = Environment("typing_booster", ())


def report(phrases: int = PHRASES) -> str:
    """Return the table as Markdown.

    Args:
        phrases: How many phrases of each set are typed.
    """
    from tests.benchmarks.peers import texts

    title = "## Keystroke savings beside n-gram predictors\n"
    problem = texts.missing()
    if problem:
        return f"{title}\nNot measured: {problem}\n"
    try:
        own = run_peer(None, "autotype_typist", pack=str(pack_folder()), phrases=phrases)
    except NotMeasuredError as error:
        own = {"reason": str(error)}
    rows = {
        "Autotype (SmolLM2-135M)": own,
        "Presage (trigrams)": run_peer(PRESAGE, "presage", phrases=phrases),
        "ibus-typing-booster (trigrams, dictionary)": run_peer(
            BOOSTER, "typing_booster", phrases=phrases
        ),
    }
    learned = max((each.get("learned_bytes", 0) for each in rows.values()), default=0)
    typed = next((each["sets"] for each in rows.values() if "sets" in each), {})
    sets = [f"{name} ({typed[name]['texts']})" if name in typed else name for name in texts.SETS]
    versions = [each["version"] for each in rows.values() if "version" in each]
    return "\n".join(
        [
            title,
            "Share of the keys that the bar typist saves (three words, a take costs one key; "
            f"same texts for all, sampled with seed 0). The n-gram predictors have learned "
            f"{learned / 1e6:.1f} MB: {', '.join(texts.SOURCES)}.",
            "",
            f"| predictor | {' | '.join(sets)} |",
            "|---" * (len(sets) + 1) + "|",
            *(f"| {name} | {_cells(each, list(texts.SETS))} |" for name, each in rows.items()),
            *(
                f"| {name}, spaces after takes for free | {_cells(each, list(texts.SETS), True)} |"
                for name, each in rows.items()
            ),
            "",
            "Autotype offers the next word with the space before it; n-gram predictors wait for "
            "the space. The last rows are for keyboards that put a space after every take (and "
            "take it back before a mark), which Autotype does not.",
            "",
            f"Versions: {', '.join(versions)}.",
            "",
        ]
    )


def _cells(answer: Result, sets: list[str], spaced: bool = False) -> str:
    if "reason" in answer:
        return " | ".join([f"not measured: {answer['reason']}", *[""] * (len(sets) - 1)])
    counts = (answer["sets"][name] for name in sets)
    keys = ((each["keys"] - each["spaces"] * spaced) / each["characters"] for each in counts)
    return " | ".join(f"{1 - share:.1%}" for share in keys)
