"""A headless Chromium, driven over a pair of pipes: no library, no port, no network.

python -m tests.browser PAGE FOLDER     # pictures of a page in three widths and two themes, to be looked at
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")

KEYS = {"/": ("Slash", 191), "?": ("Slash", 191), "Escape": ("Escape", 27), "Enter": ("Enter", 13)}


class Browser:
    """One page of a browser of its own; use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._said, told = os.pipe()
        heard, self._tell = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars"]
        quiet = ["--no-first-run", "--disable-background-networking", "--disable-extensions", "--disable-dev-shm-usage"]

        def streams() -> None:
            for number, stream in ((3, heard), (4, told)):
                os.dup2(stream, number)

        # the pipes must lie above what they become
        heard, told = (os.dup2(stream, number) for stream, number in ((heard, 93), (told, 94)))
        self._process = subprocess.Popen(
            [CHROMIUM, *flags, *quiet, f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=streams,
            pass_fds=(3, 4, heard, told),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for stream in (heard, told):
            os.close(stream)
        self._number, self._rest, self._session = 0, b"", ""
        self.errors: list[str] = []
        (target,) = [one for one in self.ask("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        found = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._tell)
        os.close(self._said)

    def ask(self, method: str, **more: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol, and wait for what it gives."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": more}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._tell, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, found
                return found["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._said, 1 << 20)
            assert more, "the browser ended"
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        found = json.loads(first)
        if found.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(found["params"]["exceptionDetails"]))
        if found.get("method") == "Log.entryAdded" and found["params"]["entry"]["level"] == "error":
            self.errors.append(found["params"]["entry"]["text"])
        return found

    def open(self, path: Path, hash: str = "") -> None:
        """Open a file, and wait until it is there."""
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=path.resolve().as_uri() + (f"#{hash}" if hash else ""))
        there = "document.readyState === 'complete' ? done(1) : addEventListener('load', () => done(1))"
        self.do(f"new Promise(done => {there})")

    def do(self, code: str) -> Any:
        """The value of some JavaScript."""
        found = self.ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            code, number = KEYS.get(key, (f"Key{key.upper()}", ord(key[0].upper())))
            text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            for kind in ("keyDown", "keyUp"):
                more = text if kind == "keyDown" else {}
                self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=code, windowsVirtualKeyCode=number, **more)

    def look(self, width: int = 1200, height: int = 900, dark: bool = False, printed: bool = False) -> None:
        """Take a width and a theme."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        theme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.ask("Emulation.setEmulatedMedia", media="print" if printed else "", features=theme)

    def shoot(self, path: Path, whole: bool = True) -> None:
        """Take a picture of the page, by default all of it."""
        found = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))


def pictures(page: Path, folder: Path) -> list[Path]:
    """Take pictures of a page in the widths of a desk, a tablet and a phone, each light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
        for width in (1280, 800, 390):
            for dark in (False, True):
                browser.look(width, dark=dark)
                browser.open(page)
                browser.do("document.querySelector('details')?.setAttribute('open', '')")
                height = browser.do("document.documentElement.scrollHeight")
                browser.look(width, height=min(height, 4000), dark=dark)
                taken.append(folder / f"{page.stem}-{width}-{'dark' if dark else 'light'}.png")
                browser.shoot(taken[-1], whole=False)
    return taken


if __name__ == "__main__":
    print(*pictures(Path(sys.argv[1]), Path(sys.argv[2])), sep="\n")
