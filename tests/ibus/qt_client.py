"""A window of Qt with a text, a line and a password.

    python qt_client.py FILE

Keeps FILE as a JSON list of the three texts.
"""

import json
import sys
from pathlib import Path

try:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
except ImportError:  # the system's Python, whose Qt has input methods that ours has not
    from PyQt5.QtCore import QTimer
    from PyQt5.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

out = Path(sys.argv[1])
application = QApplication([])
# What Wayland knows it by.
application.setDesktopFileName("autotype-test-qt")
window = QWidget()
window.setWindowTitle("autotype-test-qt")
window.resize(760, 300)
text, line, password = QPlainTextEdit(), QLineEdit(), QLineEdit()
password.setEchoMode(QLineEdit.EchoMode.Password)
layout = QVBoxLayout(window)
for field in (text, line, password):
    layout.addWidget(field)


def write() -> None:
    new = out.with_name(out.name + ".new")
    new.write_text(json.dumps([text.toPlainText(), line.text(), password.text()]), encoding="utf-8")
    new.replace(out)


timer = QTimer(interval=40)
timer.timeout.connect(write)
timer.start()
window.show()
text.setFocus()
application.exec()
