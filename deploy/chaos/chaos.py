#!/usr/bin/env python3
"""Kills, stops, starves and pesters a real stack at random, and lets the venue's own log judge.

The give-up limit of the supervisor is off. Each fault is drawn from a seed: kill -9 of a process (most of them), SIGSTOP
(which the watchdog must answer), a full disk for a moment (where a tmpfs can be mounted), a halt followed by the death of
everything, a trader that cannot live any more, junk in the latch, socket files that are gone, requests with values
at the end of their range, many at once or without end for some seconds, a stream log or venue's list that is damaged, cut,
older, gone or a link, and a journal that is damaged, cut, older, gone or another's, which half of the time no copy mends but
`sotano recover`. It is a failure when

- the venue took or closed an order twice, closed one that it never took, or closed one with other stops than it took it,
- an order came between a halt and its re-arm, or a position was open 5 s after a halt,
- a process did not come back, or one that hangs was not replaced in 2.5 s,
- a process ended by a request, by junk in the latch or by the loss of its sockets,
- what became of a file was not named with 65, or the file was changed,
- a process went on with a journal that is not the one that it was, or the bot was not frozen,
- a lost journal could not be made anew, or the stack did not start with it,
- a durable file is not as it was written.

Ctrl-C ends it early, with the report of what was done. Ends with 1 where there is a failure. Times are milliseconds from the signal to s6's note that the process is ready.
"""

import argparse
import json
import os
import random
import signal
import sys
import time

from stack import ROLES, Stack, percentile

# s6 starts at once only what has lived for a second; sooner, its own second would be measured.
LIFE = 1.05


class Storm:
    def __init__(self, stack, seed):
        self.stack = stack
        self.random = random.Random(seed)
        self.failures = []
        self.kills = {role: 0 for role in ROLES}
        self.restarts = {role: [] for role in ROLES}
        self.replacements = []
        self.stops = self.spells = self.halts = 0
        # Traders given up, junk in the latch, lost sockets, spates of requests.
        self.given_up = self.junk = self.lost = self.spates = 0
        self.floods = self.recovered = 0
        # An older copy of each process's journal, for when one is lost.
        self.older = {}
        # Files that were harmed, by kind.
        self.harmed = {}
        # Roles whose return is awaited: the pid that was hit, when, how, and by when another must be ready.
        self.awaited = {}

    @property
    def faults(self):
        return (sum(self.kills.values()) + self.stops + self.spells + self.halts + self.given_up + self.junk + self.lost
                + self.spates + self.floods + sum(self.harmed.values()))

    def fail(self, text):
        self.failures.append(f"fault {self.faults}: {text}")
        print(f"FAILURE {self.failures[-1]}", file=sys.stderr)

    def collect(self):
        """Looks who is back."""
        for role, (pid, hit, kind) in list(self.awaited.items()):
            now, ready = self.stack.supervised(role)
            if now not in (0, pid) and ready is not None:
                took = (ready - hit) * 1000
                (self.restarts[role] if kind == "kill" else self.replacements).append(took)
                if kind == "stop" and took > 2500:
                    self.fail(f"the {role} hung and was replaced after {took:.0f} ms")
                del self.awaited[role]
            elif time.time() - hit > 60:
                self.fail(f"the {role} is not back a minute after its {kind}")
                del self.awaited[role]

    def strike(self):
        """One kill or stop of a process that has lived long enough; nothing where there is none."""
        now = time.time()
        able = []
        for role in ROLES:
            pid, ready = self.stack.supervised(role)
            if role not in self.awaited and pid and ready is not None and now - ready > LIFE:
                able.append(role)
        if not able:
            return
        role = self.random.choice(able)
        kind = "stop" if self.random.random() < 0.05 else "kill"
        hit = time.time()
        pid = self.stack.kill(role, signal.SIGSTOP if kind == "stop" else signal.SIGKILL)
        if not pid:
            return
        self.awaited[role] = (pid, hit, kind)
        if kind == "kill":
            self.kills[role] += 1
        else:
            self.stops += 1

    def settle(self):
        while self.awaited:
            self.collect()
            time.sleep(0.005)
        status = self.stack.wait_whole()
        if status is None:
            self.fail("not every process answers a minute after the last fault")
        return status

    def rearm_all(self):
        for _ in range(100):
            trips = self.stack.status()["trips"]
            if not trips:
                return
            self.stack.sotano("rearm", "--all", "--by", "chaos", "--reason", "the storm goes on")
            time.sleep(0.05)
        self.fail(f"trips that cannot be taken back: {trips}")

    def expect_flat(self, what, begin):
        """No position open at the venue 5 s after a halt."""
        while self.stack.open_orders():
            if time.monotonic() - begin > 5:
                return self.fail(f"{len(self.stack.open_orders())} positions open 5 s after {what}")
            time.sleep(0.02)

    def expect_undisturbed(self, what, pids):
        for role, pid in pids.items():
            if self.stack.supervised(role)[0] != pid:
                self.fail(f"the {role} was replaced after {what}")

    def pids(self):
        return {role: self.stack.supervised(role)[0] for role in ROLES}

    def halt(self):
        """A stop, the death of everybody, and not one order until a person re-arms."""
        self.settle()
        begin = time.monotonic()
        code, _, complaint = self.stack.sotano("halt", "--reason", "chaos", "--json")
        if code != 0:
            self.fail(f"halt ended with {code}: {complaint.strip()}")
        self.expect_flat("a halt", begin)
        before = sum(line["event"] == "accepted" for line in self.stack.venue())
        for role in ROLES:
            self.stack.kill(role)
        self.halts += 1
        time.sleep(0.2)
        status = self.settle()
        if status is not None and status["level"] != "halted":
            self.fail(f"the bot is {status['level']} after a halt and a restart")
        orders = sum(line["event"] == "accepted" for line in self.stack.venue()) - before
        if orders:
            self.fail(f"{orders} orders after a halt")
        self.rearm_all()

    def full_disk(self):
        """A disk that is full for a second and a half."""
        self.settle()
        fill = f"{self.stack.dir}/run/fill"
        with open(fill, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                pass
        self.spells += 1
        time.sleep(1.5)
        os.unlink(fill)
        self.settle()
        self.rearm_all()

    def give_up(self):
        """A trader that the supervisor has given up: its stop-only life closes everything, `up` ends it."""
        self.settle()
        self.given_up += 1
        with open(f"{self.stack.dir}/run/trader.failed", "w"):
            pass
        begin = time.monotonic()
        self.stack.kill("trader")
        self.expect_flat("the trader was given up", begin)
        if self.random.random() < 0.5:
            self.stack.sotano("halt", "--reason", "chaos")
        try:
            self.stack.up()
        except RuntimeError as error:
            self.fail(f"the trader did not come back from its stop-only life: {error}")
        self.settle()
        self.rearm_all()

    def litter(self):
        """Something in the latch that is no trip: a halt that a command can clear, and nobody dies of it."""
        self.settle()
        self.junk += 1
        pids, latch = self.pids(), f"{self.stack.dir}/latch"
        kind = self.random.choice(["blank", "link", "fifo", "folder", "large", "bytes", "copy"])
        begin = time.monotonic()
        path = f"{latch}/chaos {kind} \x1b[31m"
        if kind == "link":
            os.symlink("/nowhere/at all", path)
        elif kind == "fifo":
            os.mkfifo(path)
        elif kind == "folder":
            os.mkdir(path)
        else:
            size = {"blank": 0, "large": 1 << 16, "bytes": 100, "copy": 300}[kind]
            with open(path, "wb") as file:
                file.write(self.random.randbytes(size))
        self.expect_flat(f"junk in the latch ({kind})", begin)
        if self.settle()["level"] != "halted":
            self.fail(f"junk in the latch ({kind}) is no halt")
        self.rearm_all()
        self.expect_undisturbed(f"junk in the latch ({kind})", pids)

    def harm_file(self):
        """The stream log or the venue's list is not as it was written while the trader is down: named, and nothing changed."""
        self.settle()
        kind = self.random.choice(["flipped", "cut", "emptied", "older", "removed", "link"])
        name = self.random.choice(["stream.log", "venue.jsonl"])
        path = f"{self.stack.dir}/{name}"
        self.stack.supervise("hold", "trader")
        with open(path, "rb") as file:
            whole = file.read()
        if len(whole) < 1000:
            self.stack.supervise("resume", "trader")
            return self.settle()
        self.harmed[kind] = self.harmed.get(kind, 0) + 1
        harmed = bytearray(whole)
        if kind == "flipped":
            harmed[self.random.randrange(len(whole))] ^= 1 << self.random.randrange(8)
        elif kind == "cut":
            del harmed[self.random.randrange(1, len(whole)):]
        elif kind == "older":
            del harmed[self.stack.record_end(name, whole, self.random.random()):]
        elif kind in ("emptied", "removed"):
            harmed.clear()
        os.unlink(path)
        if kind != "removed":
            with open(path + ".elsewhere" if kind == "link" else path, "wb") as file:
                file.write(harmed)
        if kind == "link":
            os.symlink(path + ".elsewhere", path)
        # A start reads the stream log from its mark on; what lies before is read where it is asked for, and by verify.
        may_start = kind == "flipped" and name == "stream.log"
        for command, passes in ((self.stack.check_trader, may_start), (lambda: self.stack.sotano("verify"), False)):
            code, output, complaint = command()
            if not (code == 65 and name in output + complaint) and not (code == 0 and passes):
                self.fail(f"{name} {kind}: ended with {code}: {(output + complaint).strip()[:300]}")
        now = open(path, "rb").read() if os.path.exists(path) else b""
        if now != bytes(harmed):
            self.fail(f"{name} {kind}: the file was changed")
        if os.path.lexists(path):
            os.unlink(path)
        if kind == "link":
            os.unlink(path + ".elsewhere")
        with open(path, "wb") as file:
            file.write(whole)
        os.chmod(path, 0o600)
        self.stack.supervise("resume", "trader")
        self.settle()
        self.rearm_all()

    def harm_journal(self):
        """A process's journal is not the one that it was: it is named, the process does not go on, and the bot is frozen."""
        self.settle()
        role = self.random.choice(ROLES)
        kind = self.random.choice(["flipped", "cut", "emptied", "older", "removed", "another's"])
        path = f"{self.stack.dir}/journals/{role}.sqlite"
        # Each second the others write down how far a journal has come.
        time.sleep(1.5)
        self.stack.supervise("hold", role)
        whole = self.stack.journal(role)
        if kind == "older" and role not in self.older:
            self.older[role] = whole
            # The others are to hear of a later start.
            self.stack.supervise("resume", role)
            return self.settle()
        harmed = {end: bytearray(part) for end, part in whole.items()}
        if kind == "flipped":
            harmed[""][self.random.randrange(len(harmed[""]))] ^= 1 << self.random.randrange(8)
        elif kind == "cut":
            del harmed[""][self.random.randrange(1, len(harmed[""])):]
        elif kind == "emptied":
            harmed = {"": bytearray()}
        elif kind == "older":
            harmed = self.older.pop(role)
        elif kind == "removed":
            harmed = {}
        else:
            harmed = self.stack.journal(self.random.choice([other for other in ROLES if other != role]))
        self.harmed[f"journal {kind}"] = self.harmed.get(f"journal {kind}", 0) + 1
        self.stack.write_journal(role, harmed)
        code, output, complaint = self.stack.sotano("verify")
        # A bit of a page that is not in use does not matter.
        if not (code == 65 and f"{role}.sqlite" in output + complaint) and not (code == 0 and kind == "flipped"):
            self.fail(f"the {role}'s journal {kind}: verify ended with {code}: {(output + complaint).strip()[:300]}")
        if kind in ("older", "removed"):
            self.stack.supervise("resume", role)
            end = time.monotonic() + 20
            while not any(trip["id"] == f"journal-{role}" for trip in self.stack.status()["trips"]):
                if time.monotonic() > end:
                    self.fail(f"the {role}'s journal {kind}: no stop names it")
                    break
                time.sleep(0.05)
            if role == "trader":
                self.expect_flat(f"its journal was {kind}", time.monotonic())
            self.stack.supervise("hold", role)
            if kind == "removed" and os.path.exists(path):
                self.fail(f"the {role} has begun its lost journal anew")
        if code == 65 and self.random.random() < 0.5:
            return self.recover(role, kind)
        self.stack.write_journal(role, whole)
        if role == "trader":
            try:
                self.stack.up()
            except RuntimeError as error:
                self.fail(f"the trader did not come back with its own journal: {error}")
        else:
            self.stack.supervise("resume", role)
        self.settle()
        self.rearm_all()

    def recover(self, role, kind):
        """No copy is left: a person has the journal made anew, and the run goes on."""
        self.recovered += 1
        # What an older copy is of is not there any more.
        self.older.pop(role, None)
        self.stack.sotano("down")
        code, _, complaint = self.stack.sotano("recover", role, "--by", "chaos", "--reason", f"it was {kind}")
        if code != 0:
            self.fail(f"the {role}'s journal {kind}: recover ended with {code}: {complaint.strip()[:300]}")
        try:
            self.stack.up()
        except RuntimeError as error:
            self.fail(f"the stack did not start with the {role}'s new journal: {error}")
        self.settle()
        self.rearm_all()

    def flood(self):
        """Questions and requests without end for three seconds. A halt comes through, and nobody dies of it."""
        self.settle()
        self.floods += 1
        pids = self.pids()
        person = ["--by", "chaos", "--reason", "a flood"]
        asking = self.stack.ask_without_end(
            [["status", "--json"], ["approve", *person], ["set", "gridSpacing", "21", *person], ["params"]], seconds=3)
        time.sleep(self.random.uniform(0.5, 1.5))
        begin = time.monotonic()
        code, _, complaint = self.stack.sotano("halt", "--reason", "chaos in a flood", "--json")
        if code != 0:
            self.fail(f"halt ended with {code} in a flood: {complaint.strip()}")
        self.expect_flat("a halt in a flood", begin)
        for one in asking:
            one.wait()
        self.settle()
        self.rearm_all()
        self.expect_undisturbed("a flood", pids)

    def lose_sockets(self):
        """The files of all sockets are gone, as after a cleaner of /tmp. Every process binds again."""
        self.settle()
        self.lost += 1
        pids, folder = self.pids(), f"{self.stack.dir}/sockets"
        for name in os.listdir(folder):
            if self.random.random() < 0.7:
                os.unlink(f"{folder}/{name}")
        self.settle()
        self.expect_undisturbed("its sockets were lost", pids)
        begin = time.monotonic()
        code, _, complaint = self.stack.sotano("halt", "--reason", "chaos after lost sockets")
        if code != 0:
            self.fail(f"halt ended with {code} after lost sockets: {complaint.strip()}")
        self.expect_flat("a halt after lost sockets", begin)
        self.rearm_all()

    def pester(self):
        """Many requests at once, with values at the ends of their ranges. Nobody dies of them."""
        self.settle()
        self.spates += 1
        pids = self.pids()
        values = ["-214748364.8", "214748364.7", "0", "-0.1", "1e308", "9223372036854775807", "", "20"]
        person = ["--by", "chaos", "--reason", "x" * self.random.choice([1, 2000])]
        words = []
        for _ in range(24):
            kind = self.random.randrange(5)
            value = self.random.choice(values)
            if kind == 0:
                words.append(["set", self.random.choice(["gridSpacing", "lotSize", "maxPositions"]), "--", value])
                words[-1][1:1] = person
            elif kind == 1:
                words.append(["rollback", *person, "--", self.random.choice(["-9223372036854775808", "9223372036854775807"])])
            elif kind == 2:
                words.append(["approve", *person])
            elif kind == 3:
                words.append(["rearm", "--trip", "no such trip", *person])
            else:
                words.append(["halt", "--level", "frozen", "--reason", "chaos"])
        for code in self.stack.sotano_all(words):
            if code < 0 or code > 78:
                self.fail(f"a command ended with {code}")
        self.rearm_all()
        self.expect_undisturbed("a spate of requests", pids)

    def judge(self):
        taken, closed = {}, set()
        for line in self.stack.venue():
            order = line["order"]
            if line["event"] == "accepted":
                if order in taken:
                    self.fail(f"order {order} was taken twice")
                taken[order] = (line["stopLoss"], line["takeProfit"])
            else:
                if order in closed:
                    self.fail(f"order {order} was closed twice")
                if order not in taken:
                    self.fail(f"order {order} was closed and never taken")
                elif taken[order] != (line["stopLoss"], line["takeProfit"]):
                    self.fail(f"the stops of order {order} moved")
                closed.add(order)
        for finding in self.stack.broken_journals():
            self.fail(finding)
        return len(taken)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300, help="faults (300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", default="7200", help="how fast the market goes by (7200)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args()
    begin = time.monotonic()
    arguments = ["--pace", options.pace, "--seed", str(options.seed), "--set", "gridSpacing=10"]
    with Stack("sch", arguments, disk_megabytes=512) as stack:
        storm = Storm(stack, options.seed)
        stack.wait_whole()
        next_line = 0
        # Whoever has seen enough gets the report of what has been done.
        enough = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: enough.append(True))
        while storm.faults < options.count and len(storm.failures) < 20 and not enough:
            storm.collect()
            draw = storm.random.random()
            if draw < 0.002:
                storm.halt()
            elif draw < 0.003 and stack.mounted:
                storm.full_disk()
            elif draw < 0.015:
                storm.random.choice(
                    [storm.give_up, storm.litter, storm.lose_sockets, storm.pester, storm.harm_file, storm.harm_journal,
                     storm.flood])()
            else:
                storm.strike()
            time.sleep(storm.random.uniform(0, 0.05))
            if time.monotonic() > next_line:
                drawn = sys.stderr.isatty()
                next_line = time.monotonic() + (1 if drawn else 60)
                start, end = ("\r", " ") if drawn else ("", "\n")
                text = f"{start}{storm.faults} faults, {len(storm.failures)} failures"
                print(text, end=end, file=sys.stderr, flush=True)
        storm.halt()
        for strike in (storm.give_up, storm.litter, storm.lose_sockets, storm.pester, storm.flood, *[storm.harm_file] * 3,
                       *[storm.harm_journal] * 3):
            strike()
        if stack.mounted:
            storm.full_disk()
        orders = storm.judge()
        if orders == 0:
            storm.fail("nothing was traded, so nothing was proved")
        failed = len(storm.failures)
        report = {
            "faults": storm.faults, "kills": sum(storm.kills.values()), "kills_by_role": storm.kills,
            "stops": storm.stops, "disk_full": storm.spells, "halts": storm.halts, "given_up": storm.given_up,
            "latch_junk": storm.junk, "lost_sockets": storm.lost, "spates": storm.spates, "floods": storm.floods,
            "harmed_files": storm.harmed, "recovered": storm.recovered,
            "orders": orders,
            "failures": storm.failures,
            # Clopper-Pearson for no failure; with some the counts speak for themselves.
            "failure_rate_upper_95": round(1 - 0.05 ** (1 / storm.faults), 6) if failed == 0 else None,
            "restart_p50_ms": {role: percentile(times, 0.5) for role, times in storm.restarts.items()},
            "restart_p99_ms": {role: percentile(times, 0.99) for role, times in storm.restarts.items()},
            "replaced_p50_ms": percentile(storm.replacements, 0.5), "replaced_max_ms": percentile(storm.replacements, 1),
            "seed": options.seed, "seconds": round(time.monotonic() - begin, 1),
        }
    if options.json:
        print(json.dumps(report, indent=2, sort_keys=True))
    else:
        for key, value in report.items():
            print(f"{key:24} {value}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
