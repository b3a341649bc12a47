"""The example site, built; and a static host as strict as a newsroom's: a sub-path, a content security policy, the site's own 404 page."""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[2]
SUB_PATH = "/newsroom/briefs/"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


def build_example(folder: Path) -> Path:
    """Build the repository's example site inside the empty `folder`, from a copy; returns the folder of the HTML."""
    for name in ("briefs", "content"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    address = f"https://example.org{SUB_PATH}"
    (folder / "browser.yml").write_text(f"INHERIT: mkdocs.yml\nsite_url: {address}\n", encoding="utf-8")
    site = folder / "built"
    run(folder, "mkdocs", "build", "--strict", "--quiet", "-f", "browser.yml", "-d", str(site))
    return site


def run(folder: Path, *command: str) -> None:
    """Run a Python module in `folder`; its whole output is the failure's message."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under SUB_PATH and nothing beside it, with its 404.html, as a static host does."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory) / "no-such-file")
        return super().translate_path("/" + path.removeprefix(SUB_PATH))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path.split("?", 1)[0]))
        if path.exists():
            return super().send_head()
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """A running server of `folder` on a free port of 127.0.0.1."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
