"""One stack of real processes under deploy/supervise, for the storms of chaos.py and the watch of soak.py."""

import json
import os
import shutil
import signal
import struct
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("SOTANO_BIN") or os.path.join(ROOT, ".build", "release")
ROLES = ["trader", "monitor", "experimenter", "controller", "optimizer"]


class Stack:
    """Started on entry, stopped and removed on exit. Sockets live in the folder, so its path is short."""

    def __init__(self, name, arguments, disk_megabytes=0):
        self.folder = f"/tmp/{name}-{os.getpid()}"
        self.dir = f"{self.folder}/s"
        self.arguments = arguments
        self.disk = disk_megabytes
        self.mounted = False
        self.environment = dict(
            os.environ, SOTANO_LIBEXEC=f"{ROOT}/deploy", XDG_CACHE_HOME=f"{self.folder}/cache", SUPERVISE_PATIENT="1")

    def __enter__(self):
        os.makedirs(self.dir, mode=0o700)
        if self.disk:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={self.disk}m,mode=0700", "tmpfs", self.dir]
            self.mounted = subprocess.run(mount, stderr=subprocess.DEVNULL).returncode == 0
        try:
            self.up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run([f"{ROOT}/deploy/supervise", "stop", self.dir], stderr=subprocess.DEVNULL)
        if self.mounted:
            subprocess.run(["umount", "-l", self.dir])
        shutil.rmtree(self.folder, ignore_errors=True)

    def sotano(self, *words, timeout=120):
        """Runs a command on this stack and gives back (exit code, standard output, standard error)."""
        ended = subprocess.run(
            [f"{BIN}/sotano", words[0], "--dir", self.dir, *words[1:]], env=self.environment, timeout=timeout,
            capture_output=True, text=True)
        return ended.returncode, ended.stdout, ended.stderr

    def sotano_all(self, commands, timeout=120):
        """Runs commands beside each other and gives back their exit codes."""
        running = [
            subprocess.Popen(
                [f"{BIN}/sotano", words[0], "--dir", self.dir, *words[1:]], env=self.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for words in commands]
        return [one.wait(timeout=timeout) for one in running]

    def ask_without_end(self, commands, seconds):
        """Starts one shell a command that runs it again and again for so long; gives back the running shells."""
        script = 'end=$(($(date +%s) + $1)); shift; while [ $(date +%s) -lt $end ]; do "$@" >/dev/null 2>&1; done'
        return [
            subprocess.Popen(
                ["sh", "-c", script, "asking", str(seconds), f"{BIN}/sotano", words[0], "--dir", self.dir, *words[1:]],
                env=self.environment)
            for words in commands]

    def journal(self, role):
        """The bytes of a process's journal, by the ends of its files' names, while the process is down."""
        found = {}
        for end in ("", "-wal"):
            try:
                with open(f"{self.dir}/journals/{role}.sqlite{end}", "rb") as file:
                    found[end] = file.read()
            except FileNotFoundError:
                pass
        return found

    def write_journal(self, role, files):
        """Puts other files in the place of a process's journal, while the process is down."""
        for end in ("", "-wal", "-shm"):
            path = f"{self.dir}/journals/{role}.sqlite{end}"
            if os.path.exists(path):
                os.unlink(path)
            if end in files:
                with open(path, "wb") as file:
                    file.write(files[end])
                os.chmod(path, 0o600)

    def open_orders(self):
        """Orders whose position the venue has open."""
        orders = set()
        for line in self.venue():
            if line["event"] == "accepted":
                orders.add(line["order"])
            else:
                orders.discard(line["order"])
        return orders

    def up(self):
        code, _, complaint = self.sotano("up", *self.arguments)
        if code != 0:
            raise RuntimeError(f"up ended with {code}: {complaint}")

    def supervised(self, role):
        """(pid, instant of readiness or None) of the process that the supervisor keeps for a role; pid 0 for none.

        Read from s6's own status file: two TAI64N stamps, then the process id, big-endian.
        """
        try:
            with open(f"{self.dir}/service/{role}/supervise/status", "rb") as file:
                status = file.read()
        except OSError:
            return 0, None
        if len(status) < 35:
            return 0, None
        seconds, nanoseconds = struct.unpack_from(">QI", status, 12)
        (pid,) = struct.unpack_from(">Q", status, 24)
        is_ready = bool(status[-1] & 8)
        # TAI has been 37 seconds ahead of UTC since 2017.
        return pid, (seconds - (1 << 62) - 37 + nanoseconds / 1e9) if is_ready else None

    def kill(self, role, number=signal.SIGKILL):
        """Sends a signal to a role's ready process; gives back its pid, 0 where there is none."""
        pid, ready = self.supervised(role)
        if pid == 0 or ready is None:
            return 0
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return 0
        return pid

    def supervise(self, command, role):
        subprocess.run([f"{ROOT}/deploy/supervise", command, self.dir, role], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def check_trader(self):
        """Asks whether a trader could live on what is stored; as `sotano`."""
        ended = subprocess.run([f"{BIN}/trader", "--dir", self.dir, "--check"], env=self.environment, timeout=120,
                               capture_output=True, text=True)
        return ended.returncode, ended.stdout, ended.stderr

    @staticmethod
    def record_end(name, whole, part):
        """Where a record or line ends, about so far into a file and before its end."""
        if name == "venue.jsonl":
            return whole.rindex(b"\n", 0, max(int(part * len(whole)), whole.index(b"\n") + 1)) + 1
        end = 0
        while True:
            (word,) = struct.unpack_from("<I", whole, end)
            after = end + 16 + (word & 0x1FFFFFFF)
            if after >= len(whole) or (end > 0 and after > part * len(whole)):
                return end
            end = after

    def status(self):
        code, output, complaint = self.sotano("status", "--json")
        if code != 0:
            raise RuntimeError(f"status ended with {code}: {complaint}")
        return json.loads(output)

    def wait_whole(self, seconds=60):
        """Waits until every process answers; gives back the last status."""
        end = time.monotonic() + seconds
        while True:
            status = self.status()
            if all(process["answers"] for process in status["processes"]) and len(status["processes"]) == len(ROLES):
                return status
            if time.monotonic() > end:
                return None
            time.sleep(0.05)

    def venue(self):
        """The venue's log: what it took and closed, whatever became of the bot."""
        lines = []
        try:
            with open(f"{self.dir}/venue.jsonl", "rb") as file:
                whole = file.read()
        except OSError:
            return lines
        for line in whole.split(b"\n")[:-1]:
            lines.append(json.loads(line))
        return lines

    def broken_journals(self):
        _, output, complaint = self.sotano("verify", "--json")
        try:
            findings = json.loads(output)
        except ValueError:
            return [f"verify said: {complaint.strip()}"]
        return [f"{finding['file']}: {finding.get('finding')}" for finding in findings if not finding["whole"]]


def percentile(values, part):
    """The smallest value that at least this part of all does not exceed; None where there is none."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = max(1, -(-int(part * 1000) * len(ordered) // 1000))
    return round(ordered[rank - 1], 1)
