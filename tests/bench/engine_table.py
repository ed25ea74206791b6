"""engine_table.py LINES NET BATCH THREADS: what the JSON lines of one comparison say, ours against the frameworks'; 1 where our losses are not theirs.

Initial values and batches are drawn alike, not from the same seed: a first loss, and one after 32 steps, may lie a sixth outside of what the
frameworks have. That is two deviations of a draw: over 300 seeds of NumPy the MLP at batch 32 begins at 2.94 ± 0.24 (2.35 to 3.76). Of the last one only the upper side is judged, at twice theirs, since who is faster has done more steps.
"""
import json
import math
import statistics
import sys

SLACK = 1 / 6
KEYS = ("loss_first", "loss_at_32", "loss_last")


def by_program(rows):
    found = {}
    for row in rows:
        if "samples_per_s" in row:
            found.setdefault((row["framework"], row.get("mode", "")), []).append(row)
    return found


def range_of(rows, key):
    """The least and the largest that these rows have, or None."""
    values = [float(row[key]) for row in rows if row.get(key) is not None]
    return (min(values), max(values)) if values else None


def is_within(key, ours, theirs):
    if not all(map(math.isfinite, ours)):
        return False
    if key == "loss_last":
        return ours[1] <= 2 * theirs[1]
    slack = SLACK * abs(theirs[1])
    return theirs[0] - slack <= ours[0] and ours[1] <= theirs[1] + slack


def losses(own, peers):
    """A line for the table, and whether all is within; without losses on both sides there is nothing to judge."""
    parts, good = [], True
    for key in KEYS:
        ours, theirs = range_of(own, key), range_of(peers, key)
        if ours is None or theirs is None:
            continue
        within = is_within(key, ours, theirs)
        good = good and within
        parts.append(f"{key[5:]} {ours[0]:.4g}…{ours[1]:.4g} {'within' if within else 'OUTSIDE'} peers' {theirs[0]:.4g}…{theirs[1]:.4g}")
    return ("losses: ours " + ", ".join(parts) if parts else ""), good


def main(lines, net, batch, threads):
    programs = by_program(json.loads(line) for line in open(lines))
    rate = {who: statistics.median(row["samples_per_s"] for row in rows) for who, rows in programs.items()}
    rss = {who: max(row["peak_rss_mb"] for row in rows) for who, rows in programs.items()}
    ours = next(who for who in rate if who[0] == "tensordesk")
    others = [who for who in rate if who != ours]
    best = max(others, key=rate.get, default=None)
    print(f"== {net} B{batch} {threads} thread(s): ours {rate[ours]:.1f}/s {rss[ours]:.0f} MB"
          + (f", best {'/'.join(best)} {rate[best]:.1f}/s, ratio {rate[ours] / rate[best]:.3f}, least memory {min(rss[who] for who in others):.0f} MB"
             if best else ", no peer"))
    text, good = losses(programs[ours], [row for who in others for row in programs[who]])
    if text:
        print("   " + text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
