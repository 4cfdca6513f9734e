"""How an application is treated, from everything that is known of it.

The user's own rule goes first. Then comes what the application itself has shown to be wrong, and
what is known of programs beforehand; both can only take away from what the user wants elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autotype.assistant.modes import Mode
from autotype.assistant.programs import KnownPrograms

# The editor shows its own.
_OWN = ("autotype",)
# From what shows most to what shows nothing.
_RESTRAINT = (Mode.INLINE, Mode.POPUP, Mode.OFF)
_DOTS = 2


@dataclass(frozen=True, slots=True)
class Treatment:
    """How an application is treated.

    Attributes:
        mode: How suggestions are shown, if at all.
        application: The name that a rule for it has best; empty where none is known.
        is_own_rule: Whether the user has said so.
        must_report: Whether only fields that report their text are listened to, since nobody
            knows that the application is no terminal; terminals report nothing.
        undoes_alone: Whether what is inserted in one piece is an undo step of its own there.
    """

    mode: Mode
    application: str = ""
    is_own_rule: bool = False
    must_report: bool = False
    undoes_alone: bool = False


@dataclass(frozen=True, slots=True)
class Applications:
    """What is known of applications.

    Attributes:
        rules: The user's rules, a mode for each name in lower case.
        switched: Modes of those that showed ghosts wrongly.
        programs: What is known beforehand.
        otherwise: The user's wish for all others.
    """

    rules: Mapping[str, Mode] = field(default_factory=dict)
    switched: Mapping[str, Mode] = field(default_factory=dict)
    programs: Sequence[KnownPrograms] = ()
    otherwise: Mode = Mode.INLINE

    def treatment(self, names: Sequence[str]) -> Treatment:
        """Return how an application is treated.

        Args:
            names: What the desktop calls it, such as "gtk3-im:gedit" and "gedit".
        """
        application = rule_name(names)
        # The plainest name, which is the last, says most: GNOME Shell is many programs' client.
        parts = [part for name in reversed(names) for part in _parts(name)]
        alone = any(kind.undoes_alone and kind.names & set(parts) for kind in self.programs)
        for name in parts:
            if name in self.rules:
                return Treatment(
                    self.rules[name], application, is_own_rule=True, undoes_alone=alone
                )
        modes = (self.otherwise, *self._known(parts))
        return Treatment(max(modes, key=_RESTRAINT.index), application, undoes_alone=alone)

    def _known(self, parts: Sequence[str]) -> Iterator[Mode]:
        for name in parts:
            if name in _OWN:
                yield Mode.OFF
            if name in self.switched:
                yield self.switched[name]
            yield from (kind.mode for kind in self.programs if name in kind.names)


def rule_name(names: Sequence[str]) -> str:
    """Return the name that a rule for an application has best.

    It is empty for our own editor, and where the desktop tells none.

    Args:
        names: What the desktop calls it; the last one is the plainest.
    """
    known = [name for name in names if name.strip()]
    name = _parts(known[-1])[-1] if known else ""
    return "" if name in _OWN else name


def _parts(name: str) -> tuple[str, ...]:
    """Return a name and what it may be without what stands before it, in lower case."""
    lower = name.strip().lower()
    shorter = lower.rpartition(":")[2]
    # “org.gnome.Terminal” and “/usr/bin/foot” end in what people call it.
    last = shorter.rpartition("/")[2]
    plain = last.rpartition(".")[2] if last.count(".") >= _DOTS and " " not in last else last
    return tuple(dict.fromkeys(part for part in (lower, shorter, last, plain) if part))
