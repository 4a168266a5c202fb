"""A Slurm cluster of one controller and two nodes on this machine, in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch")
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"

CONFIG = """\
ClusterName=cleaner
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,batch_sched_delay=0
DependencyParameters=kill_invalid_depend
ReturnToService=2
KillWait=2
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 RealMemory=4000
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 RealMemory=4000
PartitionName=all Nodes=n1,n2 Default=YES State=UP MaxTime=INFINITE
"""


def missing() -> str:
    """Say why there can be no cluster here, or nothing."""
    absent = [name for name in PROGRAMS if not shutil.which(name, path=PATH)]
    if absent:
        return f"{', '.join(absent)} not installed (Debian: slurm-wlm, munge)"
    return "" if os.geteuid() == 0 else "slurmctld and slurmd want to be root"


@contextmanager
def cluster(folder: Path) -> Iterator[None]:
    """Start the four daemons, wait for both nodes, and stop all of it at the end."""
    folder.chmod(0o755)
    (folder / "state").mkdir()
    (folder / "munge.key").write_bytes(secrets.token_bytes(128))
    (folder / "munge.key").chmod(0o400)
    config = folder / "slurm.conf"
    host = subprocess.run(["hostname", "-s"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    config.write_text(CONFIG.format(folder=folder, host=host, ports=_ports(3)))
    before = os.environ.copy()
    os.environ |= {"SLURM_CONF": str(config), "PATH": PATH}
    names = {"key-file": "key", "socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
    munged = ["munged", "-F", "--force", *(f"--{name}={folder}/munge.{kind}" for name, kind in names.items())]
    started: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "said").open("wb") as said:
            for command in (munged, ["slurmctld", "-D"], ["slurmd", "-D", "-N", "n1"], ["slurmd", "-D", "-N", "n2"]):
                started.append(subprocess.Popen(command, stdout=said, stderr=said))
                time.sleep(1)
        _wait_for_nodes(folder)
        yield
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        os.environ.clear()
        os.environ |= before


def _wait_for_nodes(folder: Path) -> None:
    for _ in range(60):
        told = subprocess.run(["sinfo", "-hNo", "%N %t"], capture_output=True, encoding="utf-8", check=False).stdout
        if told.split("\n")[:2] == ["n1 idle", "n2 idle"]:
            return
        time.sleep(0.5)
    raise RuntimeError(f"the nodes do not come up: {told} {(folder / 'said').read_text()[-2000:]}")


def wait_for_jobs() -> None:
    """Wait until no job is left in the queue."""
    for _ in range(600):
        waiting = subprocess.run(["squeue", "-h"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
        if not waiting:
            return
        time.sleep(0.5)
    raise RuntimeError(f"jobs do not end: {waiting}")


def _ports(number: int) -> list[int]:
    """Find ports that nobody listens at."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
