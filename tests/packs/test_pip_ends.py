"""pip ends with the pull that started it, however that ends."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from tests.packs.test_wheels import pin

WHEEL = "a_model-1.0-py3-none-any.whl"


class SlowIndex:
    """An index of one wheel, of which it sends the headers and nothing else.

    Attributes:
        asked: Set when the wheel is asked for.
    """

    def __init__(self) -> None:
        self.asked, self._ending = threading.Event(), threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wheel = self.path.endswith(WHEEL)
                page = f'<a href="/files/{WHEEL}">{WHEEL}</a>'.encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/zip" if wheel else "text/html")
                self.send_header("Content-Length", str(50_000_000 if wheel else len(page)))
                self.end_headers()
                if wheel:
                    self.wfile.flush()
                    index.asked.set()
                    index._ending.wait(120)
                else:
                    self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/simple"

    def close(self) -> None:
        """End it."""
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def index() -> Iterator[SlowIndex]:
    served = SlowIndex()
    yield served
    served.close()


@pytest.mark.skipif(os.name == "nt", reason="signals are of Unix")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_pip_ends_with_the_pull(index: SlowIndex, home: Path, tmp_path: Path, name: str) -> None:
    catalogue = tmp_path / "packs.toml"
    pin(catalogue, b"wheel", b"member")
    assert hashlib.sha256(b"wheel").hexdigest() in catalogue.read_text()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")} | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index.url,
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
        "AUTOTYPE_CATALOGUE": str(catalogue),
        "AUTOTYPE_HOME": str(home),
    }
    pull = subprocess.Popen(
        [sys.executable, "-m", "autotype", "models", "pull", "small", "--json"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started: list[psutil.Process] = []
    try:
        assert index.asked.wait(120)
        started = psutil.Process(pull.pid).children(recursive=True)
        assert any("pip" in part for process in started for part in process.cmdline())
        pull.send_signal(getattr(signal, name))
        pull.wait(60)
        _, alive = psutil.wait_procs(started, timeout=20)
        assert alive == []
    finally:
        for process in [pull, *started]:
            if process.poll() is None if isinstance(process, subprocess.Popen) else True:
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    continue
        pull.wait()
