"""The commands of `autotype`, one module each: `add_parser(subparsers)` and `run(args)`.

A module imports what it needs inside `run`, so that no command pays for another one.
"""
