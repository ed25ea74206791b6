"""tensorboard_reads_our_training.py TENSORDESK MODEL DATA: trains a few epochs and lets TensorBoard's own reader say what is in the run."""
import csv
import pathlib
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing import event_accumulator

program, model, data = sys.argv[1:4]
with tempfile.TemporaryDirectory() as folder:
    run = pathlib.Path(folder) / "run"
    subprocess.run([program, "train", model, "--data", data, "--logdir", str(run), "--epochs", "3", "--set", "training.validation_split=0.2"], check=True, stdout=subprocess.DEVNULL)
    rows = list(csv.DictReader(open(run / "history.csv", newline="")))
    assert len(rows) == 3, rows
    for part, prefix in (("train", ""), ("validation", "val_")):
        reader = event_accumulator.EventAccumulator(str(run / part), size_guidance={key: 0 for key in ("tensors", "histograms", "graph")})
        reader.Reload()
        tags = reader.Tags()
        for name in ("loss", "accuracy"):
            events = reader.Tensors("epoch_" + name) if "epoch_" + name in tags["tensors"] else None
            assert events, (part, name, tags)
            from tensorboard.util import tensor_util
            values = [float(tensor_util.make_ndarray(event.tensor_proto)) for event in events]
            assert [event.step for event in events] == [0, 1, 2], events
            expected = [float(row[prefix + name]) for row in rows]
            assert all(abs(a - b) <= 1e-6 * max(1, abs(b)) for a, b in zip(values, expected)), (values, expected)
        if part == "train":
            assert tags["graph"], tags
            graph = reader.Graph()
            names = {node.name for node in graph.node}
            assert any(name.startswith("hidden/") for name in names), names
            for node in graph.node:
                for source in node.input:
                    assert source.split(":")[0] in names, (node.name, source)
            assert any(tag.endswith("/histogram") for tag in tags["tensors"]), tags
print("TensorBoard reads the training as it was")
