#!/usr/bin/env python3
r"""Edit one line in a terminal with the suggestions of `autotype session`.

    python examples/line_editor.py [options of autotype session]

Tab takes the suggestion, Ctrl+Right its next word, Alt+Enter takes it without a space after it,
Alt+1 to Alt+3 take a word, Esc sends it away, Alt+\ asks, Ctrl+Z undoes. Enter prints the line.
"""

import json
import os
import re
import select
import shutil
import subprocess
import sys
import termios
import tty

KEYS = {
    "\t": "take",
    "\x1b\r": "take_plain",
    "\x1b[1;5C": "take_word",
    "\x1b[F": "take_at_end",
    "\x1b1": "word1",
    "\x1b2": "word2",
    "\x1b3": "word3",
    "\x1b\\": "ask",
    "\x1b]": "next",
    "\x1b": "dismiss",
    "\x7f": "backspace",
    "\x1b[3~": "delete",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1a": "undo",
}
KEY = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1b.|.", re.DOTALL)
PAUSE_S = 0.03


class Session:
    """A text in another process."""

    def __init__(self, options: list[str]) -> None:
        command = [sys.executable, "-m", "autotype", "session", "--jsonl", *options]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.shown = self.say(event="open", before="")

    def say(self, **event: str) -> dict:
        """Say what happened and return what is to be shown."""
        self.process.stdin.write(json.dumps(event) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "it has ended"}')
        if "error" not in answer:
            self.shown = answer
        return self.shown

    def press(self, key: str) -> None:
        """Press one key, as the terminal sends it."""
        if key in KEYS:
            self.say(event="key", name=KEYS[key])
        elif key.isprintable():
            self.say(event="type", text=key)


def draw(shown: dict) -> None:
    """Draw the line, dim what is not in it, and the words below it."""
    width = shutil.get_terminal_size().columns - 1
    ghost = shown["ghost"] or ("·" if shown["soft_space"] else "")
    before = shown["before"][-(width - len(ghost)) :] if len(ghost) < width else ""
    line = f"{before}\x1b[2m{ghost}\x1b[22m{shown['after'][: width - len(before) - len(ghost)]}"
    words = enumerate((word["text"].strip() for word in shown["words"]), 1)
    below = "   ".join(f"{number} {word}" for number, word in words) or shown["reason"] or ""
    right = f"\x1b[{len(before)}C" if before else ""
    sys.stdout.write(f"\r\x1b[K{line}\r\n\x1b[K\x1b[2m{below[:width]}\x1b[22m\x1b[A\r{right}")
    sys.stdout.flush()


def edit(session: Session) -> str:
    """Let a line be edited; return it, or nothing if it was given up."""
    asked = False
    while True:
        draw(session.shown)
        # The engine is only waited for when no key is.
        if not select.select([sys.stdin], [], [], None if asked else PAUSE_S)[0]:
            session.say(event="wait")
            asked = True
            continue
        for key in KEY.findall(os.read(sys.stdin.fileno(), 4096).decode("utf-8", "replace")):
            if key in "\r\n":
                return session.shown["before"] + session.shown["after"]
            if key in "\x03\x04":
                return ""
            session.press(key)
        asked = False


def main() -> None:
    """Edit one line and print it."""
    session = Session(sys.argv[1:])
    before = termios.tcgetattr(sys.stdin)
    tty.setraw(sys.stdin)
    try:
        line = edit(session)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        sys.stdout.write("\r\x1b[J")
        session.process.stdin.close()
        session.process.wait()
    print(line)


if __name__ == "__main__":
    main()
