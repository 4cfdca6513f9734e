"""A page with fields of all kinds for browsers, and what stands in them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Each field has a frame of a colour of its own, by which it is found on the screen.
COLOURS = {
    "text": (18, 170, 51),
    "other": (200, 30, 120),
    "password": (20, 90, 220),
    "search": (230, 120, 10),
    "number": (120, 20, 200),
    "email": (10, 160, 170),
    "rich": (140, 100, 20),
}
_KINDS = {name: name for name in COLOURS} | {"other": "text"}

_FIELDS = "\n".join(
    f'<input id="{name}" type="{_KINDS[name]}" style="border-color: rgb{COLOURS[name]}">'
    for name in COLOURS
    if name not in ("text", "rich")
)
_PAGE = f"""<!doctype html>
<meta charset="utf-8"><title>autotype-page</title>
<style>
  body {{ margin: 12px; background: #fff; color: #000 }}
  textarea, input {{ display: block; margin: 8px; border: 6px solid; outline: none;
    font: 16px sans-serif; width: 700px; height: 30px; resize: none }}
  textarea {{ height: 150px }}
  #rich {{ margin: 8px; border: 6px solid; outline: none; font: 16px sans-serif;
    width: 700px; height: 80px }}
</style>
<textarea id="text" spellcheck="false" autofocus
  style="border-color: rgb{COLOURS["text"]}"></textarea>
{_FIELDS}
<div id="rich" contenteditable="true" spellcheck="false"
  style="border-color: rgb{COLOURS["rich"]}"></div>
<script>
  const fields = [...document.querySelectorAll("textarea, input, #rich")];
  let number = 0, last = "";
  const read = (f) => f.value ?? f.innerText.replace(/\\u00a0/g, " ").replace(/\\n$/, "");
  function tell() {{
    const values = Object.fromEntries(fields.map((f) => [f.id, read(f)]));
    const active = document.activeElement ? document.activeElement.id : "";
    const now = JSON.stringify({{values, active}});
    if (now === last) return;
    last = now;
    fetch("/now", {{method: "POST", body: JSON.stringify({{number: ++number, values, active}})}});
  }}
  document.addEventListener("input", tell);
  setInterval(tell, 50);
</script>
"""


class Page:
    """Serves the page on this machine and hears what is in its fields."""

    def __init__(self) -> None:
        """Serve it on a free port."""
        self._lock = threading.Lock()
        self._newest: dict[str, Any] = {"number": 0, "values": {}, "active": ""}
        self._seen: list[dict[str, str]] = []
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path == "/"
                body = _PAGE.encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                page.hear(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def hear(self, told: dict[str, Any]) -> None:
        """Note what a page says of itself; what comes too late changes nothing."""
        with self._lock:
            self._seen.append(told["values"])
            # A page that was loaded again counts from one.
            if told["number"] == 1 or told["number"] > self._newest["number"]:
                self._newest = told

    def value(self, field: str) -> str:
        with self._lock:
            return str(self._newest["values"].get(field, ""))

    def values_seen(self, field: str) -> set[str]:
        """Return all that the page's own scripts ever found in a field."""
        with self._lock:
            return {values.get(field, "") for values in self._seen}

    @property
    def active(self) -> str:
        """Which field has the focus."""
        with self._lock:
            return str(self._newest["active"])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
