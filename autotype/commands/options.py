"""Options that several commands have."""

import argparse


def add_pack(parser: argparse.ArgumentParser, default: str = "auto") -> None:
    """Add `--pack`."""
    parser.add_argument(
        "--pack",
        default=default,
        metavar="PACK",
        help="model pack: the name of one that is installed, a folder, or auto",
    )


def add_provider(parser: argparse.ArgumentParser, default: str = "auto") -> None:
    """Add `--provider`."""
    parser.add_argument(
        "--provider",
        choices=("auto", "cpu", "cuda"),
        default=default,
        help="what the model runs on; auto takes an NVIDIA card where it can be used",
    )
