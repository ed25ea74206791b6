"""TensorBoard's own reader and dashboards read what EventWriter wrote.

tensorboard_reads_our_run.py WRITE_SAMPLE_RUN: runs the program in an empty folder, then asks EventAccumulator and, through TensorBoard's
web application in this process, every plugin. The numbers expected here are those of write_sample_run.cpp.
"""
import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from google.protobuf import text_format
from tensorboard import default, program
from tensorboard.backend import application
from tensorboard.backend.event_processing import data_ingester, event_file_loader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2
from tensorboard.plugins.projector import projector_config_pb2
from tensorboard.util import tensor_util
from werkzeug.test import Client

STEPS = 50
WALL = 1700000000.5


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = Path(cls.folder.name)
        subprocess.run([PROGRAM, str(cls.root / "run")], check=True)
        cls.accumulator = EventAccumulator(str(cls.root / "run"), size_guidance={"tensors": 0, "scalars": 0}).Reload()
        cls.client = Client(web_application(cls.root))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def tensors(self, tag):
        return [(e.step, tensor_util.make_ndarray(e.tensor_proto)) for e in self.accumulator.Tensors(tag)]

    def ask(self, route, **arguments):
        response = self.client.get(f"/data/plugin/{route}?{urlencode(arguments)}")
        self.assertEqual(response.status_code, 200, response.get_data(as_text=True))
        return json.loads(response.get_data(as_text=True))

    def ask_json(self, route, body):
        response = self.client.post(f"/data/plugin/{route}", data=json.dumps(body), content_type="application/json")
        self.assertEqual(response.status_code, 200, response.get_data(as_text=True))
        return json.loads(response.get_data(as_text=True))


class Reader(Run):
    def test_file_is_read_to_its_end(self):
        path, = (self.root / "run").glob("events.out.tfevents.*")
        events = [event_pb2.Event.FromString(record) for record in event_file_loader.RawEventFileLoader(str(path)).Load()]
        self.assertEqual(events[0].file_version, "brain.Event:2")
        self.assertEqual(events[0].source_metadata.writer, "tensordesk")
        self.assertTrue(all(e.wall_time == WALL for e in events))
        self.assertEqual(len(events), 1 + (STEPS + 3) + 3 + 3 + 1 + 2 + 3 + 1 + 3)

    def test_session_log(self):
        path, = (self.root / "run").glob("events.out.tfevents.*")
        logs = [(e.session_log.status, e.step, e.session_log.msg) for e in event_file_loader.EventFileLoader(str(path)).Load() if e.HasField("session_log")]
        self.assertEqual(logs, [(1, 0, ""), (3, 40, "saved"), (2, STEPS, "")])

    def test_tags_have_their_plugins(self):
        plugins = {tag: self.accumulator.SummaryMetadata(tag).plugin_data.plugin_name for tag in self.accumulator.Tags()["tensors"]}
        self.assertEqual(plugins, {
            "train/loss": "scalars", "odd": "scalars", "损失/σ": "scalars", "rows": "histograms", "values": "histograms", "empty": "histograms",
            "pictures": "images", "tone": "audio", "note": "text", "classes/cat": "pr_curves", "keras": "graph_keras_model",
            "_hparams_/experiment": "hparams", "_hparams_/session_start_info": "hparams", "_hparams_/session_end_info": "hparams",
            "custom_scalars__config__": "custom_scalars"})

    def test_odd_scalars(self):
        (s0, nan), (s1, infinity) = self.tensors("odd")
        self.assertTrue(math.isnan(nan))
        self.assertEqual((s0, s1, float(infinity)), (0, 2**53 + 1, math.inf))
        self.assertEqual(self.tensors("损失/σ"), [(-7, np.float32(-0.0))])

    def test_projector_config(self):
        config = text_format.Parse((self.root / "run" / "projector_config.pbtxt").read_text(), projector_config_pb2.ProjectorConfig())
        entry, = config.embeddings
        self.assertEqual((entry.tensor_name, entry.tensor_path, entry.metadata_path), ("words", "vectors.tsv", "labels.tsv"))


class Dashboards(Run):
    def test_scalars(self):
        points = self.ask("scalars/scalars", run="run", tag="train/loss")
        self.assertEqual(points, [[WALL, step, float(np.float32(1) / np.float32(step + 1))] for step in range(STEPS)])

    def test_histograms(self):
        (wall, step, rows), = self.ask("histograms/histograms", run="run", tag="rows")
        self.assertEqual((wall, step, rows), (WALL, 3, [[-1, 0, 3], [0, 1, 5], [1, 2.5, 2]]))
        (_, step, rows), = self.ask("histograms/histograms", run="run", tag="values")
        self.assertEqual((step, len(rows), sum(r[2] for r in rows), rows[0][0]), (4, 30, 300, 0))
        self.assertAlmostEqual(rows[-1][1], 29.9, places=5)
        self.assertEqual(np.histogram(np.arange(300, dtype=np.float32) / np.float32(10), 30)[0].tolist(), [r[2] for r in rows])

    def test_images(self):
        entries = self.ask("images/images", run="run", tag="pictures", sample=1)
        self.assertEqual([e["step"] for e in entries], [1])
        picture = self.client.get("/data/plugin/images/individualImage?" + entries[0]["query"])
        self.assertEqual((picture.status_code, picture.content_type), (200, "image/png"))
        self.assertEqual(picture.get_data(), bytes(self.tensors("pictures")[0][1][3]))
        self.assertEqual(self.tensors("pictures")[0][1][:2].tolist(), [b"2", b"1"])

    def test_audio(self):
        entry, = self.ask("audio/audio", run="run", tag="tone", sample=0)
        self.assertEqual((entry["step"], entry["contentType"]), (2, "audio/wav"))
        clip = self.client.get("/data/plugin/audio/individualAudio?" + entry["query"]).get_data()
        self.assertEqual((clip[:4], len(clip)), (b"RIFF", 44 + 400 * 2 * 2))

    def test_text(self):
        entry, = self.ask("text/text", run="run", tag="note")
        self.assertIn("<h1>Title</h1>", entry["text"])
        self.assertIn("<td>损失</td>", entry["text"])

    def test_pr_curves(self):
        curve, = self.ask("pr_curves/pr_curves", run="run", tag="classes/cat")["run"]
        self.assertEqual((curve["step"], curve["true_positives"], curve["false_positives"]), (5, [80, 40, 5], [90, 10, 1]))
        self.assertEqual((curve["true_negatives"], curve["false_negatives"], curve["thresholds"]), ([10, 90, 99], [20, 60, 95], [0, 0.5, 1]))

    def test_graphs(self):
        info = self.ask("graphs/info")["run"]
        self.assertTrue(info["run_graph"])
        graph = self.client.get("/data/plugin/graphs/graph?run=run&conceptual=false").get_data(as_text=True)
        self.assertIn('op: "Placeholder"', graph)
        self.assertTrue(info["tags"]["keras"]["conceptual_graph"])
        conceptual = self.client.get("/data/plugin/graphs/graph?run=run&tag=keras&conceptual=true").get_data(as_text=True)
        self.assertIn('name: "net/fc"', conceptual)

    def test_hparams(self):
        experiment = self.ask_json("hparams/experiment", {"experimentName": ""})
        self.assertEqual({i["name"]: i["type"] for i in experiment["hparamInfos"]},
                         {"learning_rate": "DATA_TYPE_FLOAT64", "optimizer": "DATA_TYPE_STRING", "nesterov": "DATA_TYPE_BOOL"})
        self.assertEqual([m["name"]["tag"] for m in experiment["metricInfos"]], ["train/loss"])
        groups = self.ask_json("hparams/session_groups", {
            "colParams": [{"metric": {"tag": "train/loss", "group": ""}}], "allowedStatuses": ["STATUS_SUCCESS"], "aggregationType": "AGGREGATION_AVG",
            "startIndex": 0, "sliceSize": 10})
        group, = groups["sessionGroups"]
        self.assertEqual(group["hparams"], {"learning_rate": 0.05, "optimizer": "sgd", "nesterov": True})
        self.assertEqual(group["sessions"][0]["status"], "STATUS_SUCCESS")
        self.assertAlmostEqual(group["metricValues"][0]["value"], 1 / STEPS, places=6)

    def test_custom_layout(self):
        layout = self.ask("custom_scalars/layout")
        self.assertEqual([(c["title"], [chart["title"] for chart in c["chart"]]) for c in layout["category"]], [("losses", ["all", "one"]), ("other", ["odd"])])
        self.assertEqual(layout["category"][0]["chart"][0]["multiline"]["tag"], ["train/.*", "val/.*"])


def web_application(root):
    board = program.TensorBoard(default.get_plugins())
    board.configure(argv=["tensorboard", "--logdir", str(root), "--load_fast=false", "--reload_interval=0"])
    ingester = data_ingester.LocalDataIngester(board.flags)
    ingester.start()  # reads once, in this thread, when the interval is 0
    return application.TensorBoardWSGIApp(board.flags, board.plugin_loaders, ingester.data_provider, board.assets_zip_provider, ingester.deprecated_multiplexer)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
