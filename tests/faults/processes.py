"""Looks after processes from outside, through /proc, and makes what they are fed with."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

JOBS = ("clean", "-f", "jsonl", "-q", "--no-source", "-j", "2")
BODY = "Câu thứ {} của thân bài nói về một việc khác và kết thúc bằng dấu chấm, như mọi câu của bài báo này."


def members(group: int) -> list[int]:
    """The living processes of a group; those that have ended and were not yet asked are no longer alive."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, of = entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[:3]
            except OSError:
                continue
            if int(of) == group and state not in "ZX":
                found.append(int(entry.name))
    return found


def workers(parent: subprocess.Popen[bytes], number: int = 1) -> list[int]:
    """Wait until a process has so many children, and give them."""
    for _ in range(500):
        children = [pid for pid in members(parent.pid) if pid != parent.pid]
        if len(children) >= number or parent.poll() is not None:
            return children
        time.sleep(0.01)
    raise AssertionError("no worker was started")


def peak(process: subprocess.Popen[bytes]) -> int:
    """The most memory, in MB, that a living process has had."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) >> 10


def record(number: int, sentences: int = 20) -> bytes:
    """A dirty record; no two are equal."""
    text = "\n".join(["Trang chủ", *(BODY.format(f"{number}.{line}") for line in range(sentences))])
    return json.dumps({"id": number, "text": text, "n": 1e5}, ensure_ascii=False).encode() + b"\n"


def records(size: int) -> bytes:
    """About so many bytes of records."""
    return b"".join(record(number) for number in range(size // len(record(0)) + 1))


def feed(process: subprocess.Popen[bytes], data: bytes, fed: list[int] | None = None) -> threading.Thread:
    """Write to a process on the side, as much as it takes."""

    def write() -> None:
        try:
            for at in range(0, len(data), 1 << 16):
                process.stdin.write(data[at : at + (1 << 16)])
                if fed is not None:
                    fed[0] = at
            process.stdin.close()
        except (BrokenPipeError, ValueError, OSError):
            return

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread
