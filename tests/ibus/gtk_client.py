"""A window of GTK 3 with a text, a line and two passwords, for the system's Python.

    /usr/bin/python3 gtk_client.py FILE

The second password is one as browsers have them: only its purpose says what it is. Keeps
FILE as a JSON list of the four texts.
"""

import json
import os
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

out = sys.argv[1]
window = Gtk.Window(title="autotype-test-gtk")
window.set_default_size(760, 300)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
text = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD)
line = Gtk.Entry()
password = Gtk.Entry(visibility=False, input_purpose=Gtk.InputPurpose.PASSWORD)
box.pack_start(text, True, True, 0)
purpose = Gtk.Entry(input_purpose=Gtk.InputPurpose.PASSWORD)
for entry in (line, password, purpose):
    box.pack_start(entry, False, False, 0)
window.add(box)


def write() -> bool:
    buffer = text.get_buffer()
    whole = buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)
    with open(out + ".new", "w", encoding="utf-8") as stream:  # noqa: PTH123
        json.dump([whole, line.get_text(), password.get_text(), purpose.get_text()], stream)
    os.replace(out + ".new", out)  # noqa: PTH105
    return True


GLib.timeout_add(40, write)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
