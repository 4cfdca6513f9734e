"""Numbers in plain sentences, each with what it was counted of and how sure it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from autotype.numbers.hold_out import Trial, difference, keys_each, seconds_each, usable
from autotype.numbers.store import EDITOR
from autotype.numbers.summary import FEWEST, Bars, Share, Summary, Times
from autotype.text.visible import visible
from autotype.translation import number, trn

Translate = Callable[[str, str], str]
_MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences with a title."""

    title: str
    sentences: tuple[str, ...]


def in_words(summary: Summary, translate: Translate) -> list[Section]:
    """Return all that is said about some numbers.

    Args:
        summary: The numbers.
        translate: Translates a sentence of a context, as Qt does.
    """
    if not summary.written and not summary.counts.get("shows", 0):
        nothing = translate(
            "Numbers",
            "Nothing has been counted yet. What you type counts, and not what was there before.",
        )
        return [Section(translate("Numbers", "Keys you did not press"), (nothing,))]
    return [
        _keys(summary, translate),
        _right(summary, translate),
        _calm(summary, translate),
        _times(summary, translate),
    ]


def headline(summary: Summary, translate: Translate) -> str:
    """Return the sentence about the keys that were not pressed."""
    written = summary.written
    if written < FEWEST:
        said = translate(
            "Numbers", "Too little was written to say anything ({n} characters so far)."
        )
        return said.format(n=number(written))
    if summary.spared < 0:
        said = translate(
            "Numbers", "Suggestions cost more keys than they saved: {keys}, in {n} characters."
        )
        return said.format(keys=number(-summary.spared), n=number(written))
    interval = summary.spared_interval
    share = number(100 * summary.spared / written, 1)
    if interval is None:
        return trn(
            "{n} key of {all} characters ({share} %; too few days to say how sure that is).",
            "{n} keys of {all} characters ({share} %; too few days to say how sure that is).",
            summary.spared,
            all=number(written),
            share=share,
        )
    low, high = (number(100 * end, 1) for end in interval)
    return trn(
        "{n} key of {all} characters ({share} %; going by {days} days most likely {low} to "
        "{high} %).",
        "{n} keys of {all} characters ({share} %; going by {days} days most likely {low} to "
        "{high} %).",
        summary.spared,
        all=number(written),
        share=share,
        low=low,
        high=high,
        days=summary.days,
    )


def bars_in_words(bars: Bars, translate: Translate) -> str:
    """Return what the plot shows, for those who do not see it."""
    if bars.days == 1:
        said = translate(
            "Numbers",
            "Keys not pressed on each day from {first} to {last}: {sum} in all, {least} to {most} "
            "a day, most on {day}.",
        )
    else:
        said = translate(
            "Numbers",
            "Keys not pressed in every {days} days from {first} to {last}: {sum} in all, {least} "
            "to {most} each, most from {day} on.",
        )
    most = max(bars.keys)
    day = date.fromisoformat(bars.first) + timedelta(bars.keys.index(most) * bars.days)
    return said.format(
        first=bars.first,
        last=bars.last,
        days=bars.days,
        sum=number(sum(bars.keys)),
        least=number(min(bars.keys)),
        most=number(most),
        day=day.isoformat(),
    )


def by_program(sources: Sequence[tuple[str, Summary]], translate: Translate) -> Section:
    """Return a sentence for each source."""
    here = translate("Numbers", "This editor")
    said = translate("Numbers", "{name}: {what}")
    return Section(
        translate("Numbers", "Where"),
        tuple(
            said.format(
                name=here if source == EDITOR else visible(source),
                what=headline(summary, translate),
            )
            for source, summary in sources
        ),
    )


def compared(trials: Sequence[Trial], translate: Translate) -> Section | None:
    """Return what texts with and without suggestions say; None if nothing is compared."""
    if not trials:
        return None
    given, held = map(len, usable(trials))
    whats = (
        (translate("Numbers", "Keys for a character"), difference(trials, keys_each)),
        (translate("Numbers", "Seconds for a character"), difference(trials, seconds_each)),
    )
    sentences = []
    for what, found in whats:
        if found is None:
            said = translate("Numbers", "{what}: too few texts to say.")
        elif not found.found:
            said = translate(
                "Numbers",
                "{what}: no difference found yet (with suggestions {low} to {high} %).",
            )
        elif found.value < 0:
            said = translate(
                "Numbers", "{what}: {value} % fewer with suggestions ({low} to {high} %)."
            )
        else:
            said = translate(
                "Numbers", "{what}: {value} % more with suggestions ({low} to {high} %)."
            )
        low, high, value = (
            (f"{100 * found.low:+.0f}", f"{100 * found.high:+.0f}", number(100 * abs(found.value)))
            if found is not None
            else ("", "", "")
        )
        sentences.append(said.format(what=what, low=low, high=high, value=value))
    counted = translate(
        "Numbers", "Counted in {n} texts, {held} of them without suggestions, as chance had it."
    )
    sentences.append(counted.format(n=number(given + held), held=number(held)))
    return Section(translate("Numbers", "With and without suggestions"), tuple(sentences))


def _keys(summary: Summary, translate: Translate) -> Section:
    count = summary.counts.get
    how = translate(
        "Numbers",
        "Characters taken: {taken}. Spaces added for you: {spaces}. Minus keys for takes: "
        "{takes}. Minus what was undone or changed within ten seconds: {undone}.",
    ).format(
        taken=number(count("taken", 0)),
        spaces=number(count("spaces", 0)),
        takes=number(count("takes", 0)),
        undone=number(count("undone_characters", 0)),
    )
    kept = _tenths(
        summary.kept,
        translate("Numbers", "What you took stayed {times} times in 10 ({how_sure})."),
        translate("Numbers", "How often what you took stays: too few so far to say ({n})."),
        translate,
    )
    return Section(
        translate("Numbers", "Keys you did not press"), (headline(summary, translate), how, kept)
    )


def _right(summary: Summary, translate: Translate) -> Section:
    right = _tenths(
        summary.right,
        translate("Numbers", "Right {times} times in 10 ({how_sure})."),
        translate("Numbers", "How often they are right: too few so far to say ({n})."),
        translate,
    )
    taken = _tenths(
        summary.accepted,
        translate("Numbers", "Taken {times} times in 10 that could be read ({how_sure})."),
        translate("Numbers", "How often they are taken: too few so far to say ({n})."),
        translate,
    )
    unread = summary.counts.get("unread", 0)
    left = translate(
        "Numbers",
        "Gone before they could be read: {unread}, which count nowhere. Left by moving elsewhere: "
        "{left}, which says neither right nor wrong.",
    ).format(unread=number(unread), left=number(summary.counts.get("left", 0)))
    return Section(translate("Numbers", "Suggestions in the line"), (right, taken, left))


def _calm(summary: Summary, translate: Translate) -> Section:
    shows, sentences = summary.shows, []
    if shows.enough:
        said = translate("Numbers", "Shown {shows} times in 100 words (counted over {n} words).")
        sentences.append(said.format(shows=number(100 * shows.value), n=number(shows.of)))
    else:
        said = translate("Numbers", "How often they are shown: too few words so far to say ({n}).")
        sentences.append(said.format(n=number(shows.of)))
    of = summary.counts.get("answers", 0)
    if of < FEWEST:
        said = translate("Numbers", "Why there was none: too few times so far to say ({n}).")
        return Section(
            translate("Numbers", "Shown and silent"), (*sentences, said.format(n=number(of)))
        )
    sentences.append(
        translate("Numbers", "Why there was none, of {n} times that one could have come:").format(
            n=number(of)
        )
    )
    for silence, share in summary.silences[:_MOST_REASONS]:
        reason = translate("Silence", str(silence))
        sentences.append(f"– {reason}: {100 * share.value:.0f} % ({share.hits:,})")
    return Section(translate("Numbers", "Shown and silent"), tuple(sentences))


def _times(summary: Summary, translate: Translate) -> Section:
    said = (
        _time(summary.times("words"), translate("Numbers", "The words"), translate),
        _time(
            summary.times("ghost"), translate("Numbers", "The suggestion in the line"), translate
        ),
    )
    return Section(translate("Numbers", "How quick"), said)


def _time(times: Times, what: str, translate: Translate) -> str:
    if times.n < FEWEST or times.p50 is None or times.p95 is None:
        said = translate("Numbers", "{what}: too few so far to say ({n}).")
        return said.format(what=what, n=number(times.n))
    said = translate(
        "Numbers",
        "{what}: half of the time within {half} ms, 19 times in 20 within {most} ms (counted {n} "
        "times).",
    )
    return said.format(what=what, half=number(times.p50), most=number(times.p95), n=number(times.n))


def _tenths(share: Share, said: str, too_few: str, translate: Translate) -> str:
    if not share.enough:
        return too_few.format(n=number(share.of))
    low, high = share.interval
    sure = translate("Numbers", "counted {n} times; most likely {low} to {high}")
    sure = sure.format(n=number(share.of), low=number(10 * low, 1), high=number(10 * high, 1))
    return said.format(times=number(10 * share.value, 1), how_sure=sure)
