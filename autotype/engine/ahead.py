"""What is likely to be asked next, so that it can be answered before it is."""

import dataclasses
import enum
from collections.abc import Callable, Iterator

from autotype.text.dialogue.soft_space import after_take
from autotype.text.power import Power
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Suggestion

_KEYS = 3
_LEAST = 0.1
"""Keys that are less likely than this are not worth the energy."""


class Reach(enum.Enum):
    """How far to look ahead."""

    NOTHING = enum.auto()
    TAKE = enum.auto()
    KEYS = enum.auto()


def reach(setting: str, power: Power) -> Callable[[], Reach]:
    """Return how far to look ahead, to be asked at every pause.

    Args:
        setting: "always", "off", or "auto": on battery only after a take, which nobody should
            have to wait for. Looking ahead for keys spares one in three its pass and costs a third
            more processor time (`python -m tests.benchmarks energy`).
        power: What feeds the machine.
    """

    def by_power() -> Reach:
        return Reach.TAKE if power.on_battery() else Reach.KEYS

    fixed = {"always": Reach.KEYS, "off": Reach.NOTHING}
    return by_power if setting == "auto" else lambda: fixed[setting]


def next_requests(last: Suggestion, far: Reach = Reach.KEYS) -> Iterator[Request]:
    """Yield the requests that may follow an answer, the most urgent first.

    After a take the user has nothing to do but wait, so the text with the ghost in it
    comes first, then the text with each of the likeliest next keys.
    """
    request, ghost = last.request, last.ghost
    if far is Reach.NOTHING:
        return
    if ghost:
        before = request.before + ghost
        if request.soft_space and after_take(before, request.after):
            before += " "
        yield dataclasses.replace(request, before=before, trigger=Trigger.TAKEN)
    if far is Reach.TAKE:
        return
    keys: dict[str, float] = {}
    for word in (word for word in last.words if not word.replaces):
        keys[word.text[0]] = keys.get(word.text[0], 0.0) + word.p
    for key in sorted(keys, key=lambda key: -keys[key])[:_KEYS]:
        # The key that the ghost says is typed through: nothing is asked after it.
        if keys[key] >= _LEAST and not ghost.startswith(key):
            yield dataclasses.replace(request, before=request.before + key, trigger=Trigger.TYPED)
