"""The curve of a training, as CSV and as a picture."""

import csv
import io
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from autotype.text.replacing import replace_file


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One row of the curve.

    Attributes:
        tokens: Trained on so far.
        seconds: Spent on steps so far.
        rate: What the learning rates are multiplied with.
        train_loss: Mean loss since the point before, in nats a token.
        held_out_loss: Of the text that is never trained on, in nats a token.
        held_out_bits: The same in bits a character.
    """

    tokens: int
    seconds: float
    rate: float
    train_loss: float
    held_out_loss: float
    held_out_bits: float


class Curve:
    """A CSV file that is complete after every point."""

    def __init__(self, file: Path, tokens: int) -> None:
        """Read the points up to `tokens`; later ones belong to a training that was lost."""
        self._file = file
        self.points: list[CurvePoint] = []
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.reader(stream))[1:]
            read = [CurvePoint(int(row[0]), *map(float, row[1:])) for row in rows]
            self.points = [point for point in read if point.tokens <= tokens]

    def add(self, point: CurvePoint, *, keep: bool = True) -> None:
        """Append a point, and write the file if it is to be kept."""
        self.points.append(point)
        if keep:
            self.write(self._file)

    def write(self, file: Path) -> None:
        """Write all points as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([field.name for field in fields(CurvePoint)])
        for row in self.points:
            tokens, seconds, *rest = astuple(row)
            writer.writerow([tokens, f"{seconds:.1f}", *(f"{value:.4f}" for value in rest)])
        replace_file(file, stream.getvalue().encode())

    def draw(self, file: Path, title: str) -> None:
        """Write a picture of bits a character against tokens; needs the plots extra."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7, 4), layout="constrained")
        axes = figure.subplots()
        millions = [point.tokens / 1e6 for point in self.points]
        axes.plot(millions, [p.held_out_bits for p in self.points], label="held-out text")
        axes.set_xlabel("million tokens trained on")
        axes.set_ylabel("bits a character")
        axes.set_title(title)
        axes.grid(alpha=0.3)
        figure.savefig(file, dpi=120)
