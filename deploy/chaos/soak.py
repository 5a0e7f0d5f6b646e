#!/usr/bin/env python3
"""Lets a stack run for a time and draws memory, descriptors and the journals' logs over it.

Writes soak.json (every sample) and soak.svg (a picture of them) to --out, and prints a line a process: the first and
the last tenth's mean, so that a slope shows. Ends with 1 where a process was restarted meanwhile, which in an hour
without faults means a false alarm of the watchdog.
"""

import argparse
import json
import os
import sys
import time

from stack import ROLES, Stack

COLOURS = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951"]
MEASURES = [("memory_mib", "resident memory, MiB"), ("descriptors", "open descriptors"), ("wal_mib", "journal log, MiB")]


def sample(stack, role, pid):
    with open(f"/proc/{pid}/statm") as file:
        pages = int(file.read().split()[1])
    wal = f"{stack.dir}/journals/{role}.sqlite-wal"
    return {
        "memory_mib": round(pages * os.sysconf("SC_PAGESIZE") / 2**20, 2),
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "wal_mib": round(os.path.getsize(wal) / 2**20, 3) if os.path.exists(wal) else 0,
    }


def picture(samples, minutes):
    width, height, left, top, panel = 860, 640, 70, 30, 190
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
             'font-size="12"><rect width="100%" height="100%" fill="white"/>']
    for number, (measure, title) in enumerate(MEASURES):
        bottom = top + number * (panel + 15) + panel - 25
        highest = max((row[role][measure] for row in samples for role in ROLES), default=0) or 1
        parts.append(f'<text x="{left}" y="{bottom - panel + 35}" font-weight="bold">{title}</text>')
        for part in (0, 0.5, 1):
            y = bottom - part * (panel - 50)
            parts.append(f'<line x1="{left}" x2="{width - 20}" y1="{y}" y2="{y}" stroke="#ddd"/>'
                         f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{highest * part:.3g}</text>')
        for role, colour in zip(ROLES, COLOURS):
            points = " ".join(
                f'{left + row["minute"] / max(minutes, 1e-9) * (width - left - 20):.1f},'
                f'{bottom - row[role][measure] / highest * (panel - 50):.1f}' for row in samples)
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    for index, (role, colour) in enumerate(zip(ROLES, COLOURS)):
        parts.append(f'<text x="{left + index * 130}" y="{height - 12}" fill="{colour}">{role}</text>')
    parts.append(f'<text x="{width - 20}" y="{height - 12}" text-anchor="end">{minutes:g} minutes</text></svg>')
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--out", default=".build/soak")
    parser.add_argument("--pace", default="600")
    parser.add_argument("--every", type=float, default=5, help="seconds between two samples")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    samples, restarts = [], 0
    with Stack("sso", ["--pace", options.pace, "--set", "gridSpacing=10"]) as stack:
        pids = {role: stack.supervised(role)[0] for role in ROLES}
        begin = time.monotonic()
        while (elapsed := time.monotonic() - begin) < options.minutes * 60:
            row = {"minute": round(elapsed / 60, 3)}
            try:
                for role in ROLES:
                    pid = stack.supervised(role)[0]
                    if pid != pids[role]:
                        restarts, pids[role] = restarts + 1, pid
                    row[role] = sample(stack, role, pid)
                samples.append(row)
            except OSError:
                pass  # It ended between two looks; the next one counts the restart.
            time.sleep(options.every)
    with open(f"{options.out}/soak.json", "w") as file:
        json.dump({"minutes": options.minutes, "restarts": restarts, "samples": samples}, file)
    with open(f"{options.out}/soak.svg", "w") as file:
        file.write(picture(samples, options.minutes))
    tenth = max(1, len(samples) // 10)
    for role in ROLES:
        words = []
        for measure, _ in MEASURES:
            mean = [sum(row[role][measure] for row in part) / tenth for part in (samples[:tenth], samples[-tenth:])]
            words.append(f"{measure} {mean[0]:.1f} -> {mean[1]:.1f}")
        print(f"{role:14}" + "   ".join(words))
    print(f"restarts: {restarts}; samples and picture in {options.out}")
    sys.exit(1 if restarts else 0)


if __name__ == "__main__":
    main()
