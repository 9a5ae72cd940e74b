"""What the measurements share: an MCP session over standard input and output, and how figures are printed."""

import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
HOLDFAST = str(ROOT / "bin" / "holdfast")
PEERS = {
    "server-everything": "@modelcontextprotocol/server-everything/dist/index.js",
    "bitwarden": "@bitwarden/mcp-server/dist/index.js",
}


@contextlib.contextmanager
def folder():
    """A folder that is thrown away, on the disk of the project: a temporary folder may be in memory."""
    target = ROOT / "target" / "bench"
    target.mkdir(parents=True, exist_ok=True)
    place = tempfile.mkdtemp(dir=target)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def prepare():
    """Builds what is not built, and has the start-up archive made: what "init" does once for a user."""
    subprocess.run([HOLDFAST, "train"], check=True)


class Session:
    """One MCP session with a server that was just started; times are in seconds."""

    def __init__(self, command, place=None):
        environment = dict(os.environ)
        if place:
            environment["HOLDFAST_HOME"] = place + "/home"
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=place
        )
        self.last = 0

    def send(self, method, params=None, **more):
        message = {"jsonrpc": "2.0", "method": method, **more}
        if params is not None:
            message["params"] = params
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, method, params=None):
        """The result and the time that it took."""
        self.last += 1
        begun = time.perf_counter()
        self.send(method, params, id=self.last)
        while True:
            line = self.process.stdout.readline()
            taken = time.perf_counter() - begun
            if not line:
                sys.exit("bench: the server ended before it answered " + method)
            answer = json.loads(line)
            if answer.get("id") == self.last and "method" not in answer:
                return answer["result"], taken

    def open(self):
        self.ask(
            "initialize",
            {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "bench", "version": "1"},
            },
        )
        self.initialized = time.perf_counter() - self.started
        self.send("notifications/initialized")
        return self

    def call(self, tool, **arguments):
        result, taken = self.ask("tools/call", {"name": tool, "arguments": arguments})
        if result.get("isError"):
            sys.exit("bench: " + tool + " was refused: " + result["content"][0]["text"])
        return result.get("structuredContent"), taken

    def close(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait()


def holdfast(place):
    """A session whose home and workspace lie in a folder."""
    return Session([HOLDFAST, "mcp"], place).open()


def store(session, number):
    """Stores a made-up secret; the time that it took."""
    return session.call(
        "set_secret",
        keyPath=f"project/bench/secret_{number:05d}",
        value=f"made-up-value-{number:05d}-0123456789abcdef",
        description=f"Made up for measurement {number}",
    )[1]


class Bare:
    """SQLite without Holdfast: the same driver, pragmas and flags of the JVM, in a process of its own."""

    def __init__(self, database):
        jars = ":".join(str(jar) for jar in (ROOT / "target" / "lib").glob("*.jar"))
        self.process = subprocess.Popen(
            [java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "--class-path", jars]
            + [str(BENCH / "Bare.java"), database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, work):
        """The seconds that a piece of work took: "commits" or "pages"."""
        self.process.stdin.write(work + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e9

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def java():
    """The Java that the launcher chooses."""
    told = subprocess.run([HOLDFAST, "java-home"], check=True, capture_output=True, text=True).stdout.strip()
    return told + "/bin/java"


def median_ms(seconds):
    return statistics.median(seconds) * 1000


def proof(name, figure, target, met):
    print(f"PROOF bench-{name}: {figure} (target {target}){'' if met else ' MISSED'}")
