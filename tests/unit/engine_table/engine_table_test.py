"""engine_table_test.py TABLE: what the table of a comparison says of losses, of lines made up for it."""
import json
import subprocess
import sys
import tempfile

PEERS = [("jax", "jit", 2.59, 2.39, 0.004), ("torch", "eager", 2.54, 2.28, 0.21)]


def row(framework, mode, first, at_32, last):
    return {"framework": framework, "mode": mode, "samples_per_s": 10.0, "peak_rss_mb": 1.0,
            "loss_first": first, "loss_at_32": at_32, "loss_last": last}


def told(ours, peers=PEERS):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as lines:
        for each in [("tensordesk", "", *ours), *peers]:
            lines.write(json.dumps(row(*each)) + "\n")
        lines.flush()
        ran = subprocess.run([sys.executable, sys.argv[1], lines.name, "mlp", "32", "1"], capture_output=True, text=True)
    assert not ran.stderr, ran.stderr
    return ran.returncode, ran.stdout


def expect(ours, code, words, peers=PEERS):
    found, text = told(ours, peers)
    assert found == code and all(word in text for word in words), (ours, found, text)


expect((2.55, 2.3, 0.01), 0, ["first 2.55…2.55 within peers' 2.54…2.59", "at_32 2.3…2.3 within", "last 0.01…0.01 within"])
expect((2.75, 2.1, 0.0001), 0, ["within"])  # another draw; more steps
expect((3.1, 2.3, 0.01), 1, ["first 3.1…3.1 OUTSIDE", "at_32 2.3…2.3 within"])
expect((2.55, 1.8, 0.01), 1, ["at_32 1.8…1.8 OUTSIDE"])  # too good to be the same net
expect((2.55, 2.3, 0.5), 1, ["last 0.5…0.5 OUTSIDE"])
expect((2.55, 2.3, float("nan")), 1, ["last nan…nan OUTSIDE"])
expect((2.55, None, 0.01), 0, ["first", "last"])
assert "losses" not in told((None, None, None))[1]  # of inference
expect((2.55, 2.3, 0.01), 0, ["no peer"], peers=[])
