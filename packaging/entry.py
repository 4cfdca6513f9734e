"""What the frozen program runs: Autotype, or pip for it.

Packs come through pip, with the user's own index settings, and a driver is asked for its cards
by a process of its own. A frozen program has no `python -m`, so this stands in for it.
"""

import sys


def main() -> int:
    """Run `autotype`, or the module after `-m`: `autotype`, one that asks for cards, or pip."""
    arguments = sys.argv[1:]
    if arguments[:2] == ["-m", "autotype.packs.watched_pip"]:
        from autotype.packs.watched_pip import main as pip

        return pip(arguments[2:])
    if arguments[:2] == ["-m", "autotype.engine.card"]:
        from autotype.engine.card import driver_finds_one

        return 0 if driver_finds_one() else 1
    if arguments[:2] == ["-m", "autotype"]:
        arguments = arguments[2:]
    from autotype.cli import main as autotype

    return autotype(arguments)


if __name__ == "__main__":
    sys.exit(main())
