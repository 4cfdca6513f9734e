"""A time in which what happens to a text is known already."""


class Quiet:
    """While it lasts, changes of the document are known and not reported again.

    Attributes:
        lasts: Whether it does.
    """

    def __init__(self) -> None:
        self.lasts = False

    def __enter__(self) -> None:
        self.lasts = True

    def __exit__(self, *_: object) -> None:
        self.lasts = False
