"""A process for Fcitx's addon that does all it must not: it inserts and draws out of turn.

    python late_front.py

Every key is answered with ghosts and texts for moments that have passed or are still to come,
and asking keys are answered too late.
"""

import socket
import time

peer = socket.socket(fileno=0)
peer.setblocking(True)
lines = peer.makefile("rb")


def say(*fields: str) -> None:
    peer.sendall("\t".join(fields).encode() + b"\n")


say("ready", "0", "", "Tab")
for line in lines:
    what, *fields = line.decode().rstrip("\n").split("\t")
    number = fields[0]
    if what == "focus":
        say("listen", number, "1")
    elif what == "key":
        for other in (int(number) - 1, int(number) + 1):
            say("show", str(other), "LATE", "0")
            say("insert", str(other), "LATE")
        if fields[3] == "0":
            say("show", number, "seen", "0")
            say("insert", number, "seen")  # nobody asked for it
        else:
            say("show", number, "UNSEEN", "0")
            say("insert", number, "UNSEEN")
            time.sleep(0.2)
            say("insert", number, "seen")
            say("kept", number, "1")
    elif what == "undone":
        say("nonsense")
        say("")
