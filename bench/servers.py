"""Real servers for the measurements: OpenBao in memory, PostgreSQL on the disk of the project, with its syncs on."""

import contextlib
import glob
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from client import ROOT

TOKEN = "bench-token"
PASSWORD = "bench-password"


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def program(name, *places):
    for place in places:
        for found in sorted(glob.glob(str(place)), reverse=True):
            if os.access(found, os.X_OK):
                return found
    return shutil.which(name) or sys.exit(f"bench: {name} is not there; .ci/run installs it")


@contextlib.contextmanager
def openbao():
    """The address of a server whose root token is TOKEN."""
    binary = program("bao", os.environ.get("BAO_BIN", "/nowhere"), ROOT / "target/ci/openbao/bin/bao")
    address = f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [binary, "server", "-dev", "-dev-no-store-token", "-dev-root-token-id=" + TOKEN]
            + ["-dev-listen-address=" + address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"HOME": home, "PATH": os.environ["PATH"]},
        )
        try:
            until(lambda: urllib.request.urlopen(f"http://{address}/v1/sys/health", timeout=1), urllib.error.URLError)
            yield "http://" + address
        finally:
            server.terminate()
            server.wait()


@contextlib.contextmanager
def postgresql(more=""):
    """The JDBC address of a database whose superuser is bench, with PASSWORD; "more" are options of the server."""
    binaries = pathlib.Path(program("postgres", "/usr/lib/postgresql/*/bin/postgres")).resolve().parent
    # PostgreSQL refuses root, and another user has to be able to reach its folder.
    demoted = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    folder = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-bench-", dir="/var/tmp"))
    try:
        (folder / "password").write_text(PASSWORD)
        if demoted:
            subprocess.run(["chown", "-R", "postgres", folder], check=True)
        run = lambda *command: subprocess.run(
            demoted + [str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd=folder
        )
        data, port = folder / "data", free_port()
        run(binaries / "initdb", "-D", data, "-U", "bench", "-A", "scram-sha-256", "--pwfile", folder / "password")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=100 {more}"
        run(binaries / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"jdbc:postgresql://127.0.0.1:{port}/postgres"
        finally:
            run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def until(ready, *faults):
    for _ in range(200):
        try:
            ready()
            return
        except faults:
            time.sleep(0.05)
    sys.exit("bench: a server did not start")


def measure(place, address, url, *arguments):
    """The lines that ServersBench prints: name and the two figures of each turn."""
    home = pathlib.Path(place) / "home"
    home.mkdir(mode=0o700)
    (home / "password").write_text(PASSWORD)
    (home / "token").write_text(TOKEN)
    store = f"store: vault\nvault:\n  address: {address}\n  login: {{token_file: token}}\n" if address else ""
    (home / "holdfast.yaml").write_text(
        store + f"audit:\n  url: {url}\n  user: bench\n  password_file: password\n"
    )
    from client import java

    classes = pathlib.Path(place) / "classes"
    path = os.pathsep.join([str(ROOT / "target/classes"), str(ROOT / "target/lib/*")])
    source = ROOT / "bench/java/dev/holdfast/app/ServersBench.java"
    javac = pathlib.Path(java()).with_name("javac")
    subprocess.run([javac, "-nowarn", "-d", classes, "-cp", path, source], check=True)
    output = subprocess.run(
        [java(), "--enable-native-access=ALL-UNNAMED", "-cp", str(classes) + os.pathsep + path, "dev.holdfast.app.ServersBench", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOLDFAST_HOME": str(home)},
    ).stdout
    return [(name, float(ours), float(plain)) for name, ours, plain in (line.split() for line in output.splitlines())]
