"""A hub of our own on the loopback address, as far as its client needs one."""

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class SmallHub:
    """Serves folders as repositories: `{"owner/name": folder}`.

    Attributes:
        truncate: Names of files whose transfer breaks off half-way.
        delay: Seconds before every part of a file is sent.
        asked: Paths of all requests.
    """

    def __init__(self, repositories: dict[str, Path]) -> None:
        self.repositories = repositories
        self.truncate: set[str] = set()
        self.delay = 0.0
        self.asked: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._serve(body=False)

            def do_GET(self) -> None:
                self._serve(body=True)

            def _serve(self, body: bool) -> None:
                hub.asked.append(f"{self.command} {self.path}")
                path = self.path.split("?")[0].strip("/")
                if path.startswith("api/models/"):
                    self._info(path.removeprefix("api/models/"))
                    return
                repository, _, rest = path.partition("/resolve/")
                _, _, name = rest.partition("/")
                file = hub.repositories.get(repository, Path("/nowhere")) / name
                if not name or not file.is_file():
                    self._nothing()
                    return
                self._file(file, body)

            def _info(self, rest: str) -> None:
                repository = rest.split("/revision/")[0]
                folder = hub.repositories.get(repository)
                if folder is None:
                    self._nothing()
                    return
                siblings = [{"rfilename": file.name} for file in sorted(folder.iterdir())]
                data = {"id": repository, "modelId": repository, "sha": COMMIT, "tags": []}
                self._send(json.dumps({**data, "siblings": siblings}).encode(), "application/json")

            def _file(self, file: Path, body: bool) -> None:
                data = file.read_bytes()
                start = 0
                ranged = self.headers.get("Range")
                if ranged and body:
                    start = int(ranged.removeprefix("bytes=").split("-")[0])
                self.send_response(206 if start else 200)
                self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
                self.send_header("X-Repo-Commit", COMMIT)
                self.send_header("Accept-Ranges", "bytes")
                self.send_header("Content-Length", str(len(data) - start))
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
                self.end_headers()
                if not body:
                    return
                end = len(data) // 2 if file.name in hub.truncate else len(data)
                for at in range(start, end, 1 << 16):
                    time.sleep(hub.delay)
                    try:
                        self.wfile.write(data[at : min(end, at + (1 << 16))])
                    except OSError:
                        return
                if end < len(data):
                    self.close_connection = True

            def _nothing(self) -> None:
                self.send_response(404)
                self.send_header("X-Error-Code", "RepoNotFound")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _send(self, data: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
