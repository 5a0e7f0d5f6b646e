#!/usr/bin/env python3
"""`sotano evaluate` over a Ray cluster: a file a task, the same bytes as one process.

    pip install -r requirements.txt
    python3 evaluate.py --sotano /usr/local/bin/sotano --data *.csv.gz -- --json

The driver reads the files and hands their content to the tasks, so that only the driver needs them; `sotano` has to be at
the same path on every machine. A task runs `sotano evaluate --shard` in a folder of its own. One whose worker or whose
`sotano` is killed runs again, on whichever machine is free; one whose `sotano` ends with a complaint ends everything with
its exit code, as it would without Ray. What stands behind `--` goes to the call that makes the table (--json, --html,
--walk-forward) and never to the tasks.
"""

import argparse
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import ray


class Killed(Exception):
    """`sotano` was ended by a signal: nothing is wrong with the data, so that another attempt may do."""


class Refused(Exception):
    """`sotano` ended with an exit code of its own and said why."""

    def __init__(self, code, complaint):
        super().__init__(code, complaint)
        self.code, self.complaint = code, complaint


def die_with_parent():
    """A worker that is killed takes its `sotano` along; without this it would go on for nobody."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


@ray.remote(num_cpus=1)
def judge(sotano, name, content, configuration, options):
    """The judgement of one file, as `sotano evaluate --shard` writes it."""
    with tempfile.TemporaryDirectory(prefix="sotano-ray-") as folder:
        folder = pathlib.Path(folder)
        # The name stays, because it tells the symbol and stands in the table.
        (folder / name).write_bytes(content)
        arguments = [sotano, "evaluate", "--data", folder / name, "--shard", folder / "judgement.json", *options]
        if configuration is not None:
            (folder / "sotano.yaml").write_bytes(configuration)
            arguments += ["--config", folder / "sotano.yaml"]
        ended = subprocess.run(arguments, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        if ended.returncode < 0:
            raise Killed(f"{name}: sotano was ended by signal {-ended.returncode}")
        if ended.returncode > 0:
            raise Refused(ended.returncode, ended.stderr)
        return (folder / "judgement.json").read_bytes()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", required=True, metavar="FILE", help="files of quotes or bars")
    parser.add_argument("--sotano", default="sotano", help="the program, at one path on every machine")
    parser.add_argument("--address", help="of the cluster (default: one on this machine)")
    parser.add_argument("--workers", type=int, help="of a cluster on this machine (default: a core each)")
    parser.add_argument("--retries", type=int, default=3, help="attempts more for a file whose worker died")
    parser.add_argument("--config", help="the configuration, YAML")
    for name in ["symbol", "spread", "resamples", "seed"]:
        parser.add_argument(f"--{name}", help=f"as of sotano evaluate --{name}")
    parser.add_argument("--policy", action="append", default=[], help="as of sotano evaluate --policy")
    parser.add_argument("--strict", action="store_true", help="as of sotano evaluate --strict")
    own, table = sys.argv[1:], []
    if "--" in own:
        place = own.index("--")
        own, table = own[:place], own[place + 1 :]
    return parser.parse_args(own), table


def main():
    given, table = arguments()
    # Ray tells of dead workers on standard output, where nothing but the table shall be.
    output = os.dup(1)
    os.dup2(2, 1)
    options = [part for name in ["symbol", "spread", "resamples", "seed"] for part in [f"--{name}", getattr(given, name)]
               if getattr(given, name) is not None]
    options += [part for policy in given.policy for part in ["--policy", policy]]
    options += ["--strict"] if given.strict else []
    configuration = pathlib.Path(given.config).read_bytes() if given.config else None
    if given.address:
        ray.init(address=given.address, log_to_driver=False)
    else:
        ray.init(num_cpus=given.workers, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    task = judge.options(max_retries=given.retries, retry_exceptions=[Killed])
    files = [pathlib.Path(path) for path in given.data]
    running = [task.remote(given.sotano, file.name, file.read_bytes(), configuration, options) for file in files]
    waiting = running
    while waiting:
        done, waiting = ray.wait(waiting, timeout=1)
        if sys.stderr.isatty():
            print(f"\r{len(running) - len(waiting)} of {len(running)} files", end="", file=sys.stderr)
    try:
        judged = ray.get(running)
    except ray.exceptions.RayTaskError as error:
        cause = error.cause
        if isinstance(cause, Refused):
            print(cause.complaint, end="", file=sys.stderr)
            return cause.code
        print(f"{cause}; tried {given.retries + 1} times", file=sys.stderr)
        return 70
    finally:
        ray.shutdown()
    with tempfile.TemporaryDirectory(prefix="sotano-ray-") as folder:
        shards = []
        for place, content in enumerate(judged):
            shards.append(pathlib.Path(folder) / f"{place}.json")
            shards[-1].write_bytes(content)
        return subprocess.run([given.sotano, "evaluate", "--merge", *shards, *table], stdout=output).returncode


if __name__ == "__main__":
    sys.exit(main())
