"""Trains the networks whose logs are in resources/samples.

    python3 -m venv venv && venv/bin/pip install numpy pillow tensorboardX
    apt-get install dataset-fashion-mnist
    venv/bin/python make_samples.py /usr/share/dataset-fashion-mnist resources/samples

Nine small networks learn Fashion-MNIST (numpy, one core, a few seconds each) and log through tensorboardX. Nothing is drawn by hand: one run
diverges because its learning rate is too high, one is stopped and resumed from its last checkpoint. Seeds are fixed; wall times are those of the day.
"""
import gzip
import json
import socket
import sys
import time
from pathlib import Path

import numpy as np
from tensorboardX import SummaryWriter
from tensorboardX.summary import hparams as hparams_summaries

socket.gethostname = lambda: "trainer"  # the name goes into file names
CLASSES = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
BATCH = 128
EPOCHS = 14

RUNS = {
    "mlp/sgd-cosine": dict(hidden=[128, 64], optimizer="sgd", learning_rate=0.15, schedule="cosine"),
    "mlp/sgd-step": dict(hidden=[128, 64], optimizer="sgd", learning_rate=0.10, schedule="step"),
    "mlp/adamw": dict(hidden=[128, 64], optimizer="adamw", learning_rate=0.002, schedule="cosine", weight_decay=0.02),
    "mlp/adamw-constant": dict(hidden=[128, 64], optimizer="adamw", learning_rate=0.002, schedule="constant"),
    "mlp/sgd-hot": dict(hidden=[128, 64], optimizer="sgd", learning_rate=0.9, schedule="warm-up", clip=0.0),
    "wide/sgd-cosine": dict(hidden=[384, 192], optimizer="sgd", learning_rate=0.12, schedule="cosine"),
    "wide/dropout": dict(hidden=[384, 192], optimizer="sgd", learning_rate=0.12, schedule="cosine", dropout=0.4),
    "wide/mixup": dict(hidden=[384, 192], optimizer="sgd", learning_rate=0.12, schedule="cosine", mixup=0.3),
    "wide/resumed": dict(hidden=[384, 192], optimizer="adamw", learning_rate=0.001, schedule="step", weight_decay=0.01),
}
DEFAULTS = dict(momentum=0.9, weight_decay=5e-4, dropout=0.0, mixup=0.0, clip=5.0)


def read_idx(path):
    with gzip.open(path, "rb") as file:
        data = file.read()
    dimensions = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(dimensions)).reshape(dimensions)


def load(folder):
    out = []
    for part, most in (("train", 15000), ("t10k", 5000)):
        x = read_idx(folder / f"{part}-images-idx3-ubyte.gz")[:most]
        y = read_idx(folder / f"{part}-labels-idx1-ubyte.gz")[:most]
        out.append((x.reshape(len(x), -1).astype(np.float32) / 255 - 0.286, y.astype(np.int64)))
    return out


class Net:
    """Dense layers with leaky ReLU between, softmax at the end; gradients by hand."""

    LEAK = np.float32(0.1)

    def __init__(self, sizes, dropout, rng):
        self.rng, self.dropout = rng, dropout
        self.weights = [rng.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(b, np.float32) for b in sizes[1:]]

    def forward(self, x, training=False):
        kept = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            x = x @ w + b
            if i + 1 < len(self.weights):
                x = np.where(x > 0, x, self.LEAK * x)
                if training and self.dropout:
                    x = x * (self.rng.random(x.shape, np.float32) >= self.dropout) / np.float32(1 - self.dropout)
                kept.append(x)
        x = x - x.max(1, keepdims=True)
        e = np.exp(x)
        return kept, e / e.sum(1, keepdims=True)

    def gradients(self, x, target):
        kept, p = self.forward(x, training=True)
        delta = (p - target) / len(x)
        out = []
        for i in reversed(range(len(self.weights))):
            out.append((kept[i].T @ delta, delta.sum(0)))
            if i:
                delta = (delta @ self.weights[i].T) * np.where(kept[i] > 0, np.float32(1), np.where(kept[i] < 0, self.LEAK, np.float32(0)))
                if self.dropout:
                    delta /= np.float32(1 - self.dropout)
        return p, out[::-1]

    def parameters(self):
        return [p for pair in zip(self.weights, self.biases) for p in pair]


def cross_entropy(p, target):
    return float(-(target * np.log(np.maximum(p, 1e-12))).sum(1).mean()) if np.isfinite(p).all() else float("nan")


def rate_at(options, step, total):
    base, warm = options["learning_rate"], min(1.0, (step + 1) / 150)
    if options["schedule"] == "cosine":
        return base * warm * 0.5 * (1 + np.cos(np.pi * step / total))
    if options["schedule"] == "step":
        return base * warm * 0.1 ** (step > total * 0.55) * 0.2 ** (step > total * 0.85)
    if options["schedule"] == "warm-up":
        return base * min(1.0, (step + 1) / (total * 0.5))
    return base * warm


class Optimizer:
    def __init__(self, options, parameters):
        self.options, self.t = options, 0
        self.m = [np.zeros_like(p) for p in parameters]
        self.v = [np.zeros_like(p) for p in parameters]

    def step(self, parameters, gradients, rate):
        o, self.t = self.options, self.t + 1
        norm = float(np.sqrt(sum(float((g.astype(np.float64) ** 2).sum()) for g in gradients)))
        scale = min(1.0, o["clip"] / norm) if o["clip"] and norm > 0 else 1.0
        for p, g, m, v in zip(parameters, gradients, self.m, self.v):
            g = g * np.float32(scale)
            if o["optimizer"] == "sgd":
                m[:] = o["momentum"] * m + g + o["weight_decay"] * p
                p -= np.float32(rate) * m
            else:
                m[:] = 0.9 * m + 0.1 * g
                v[:] = 0.999 * v + 0.001 * g * g
                p -= np.float32(rate) * (m / (1 - 0.9 ** self.t) / (np.sqrt(v / (1 - 0.999 ** self.t)) + 1e-8) + o["weight_decay"] * p)
        return norm


def picture_grid(pictures, columns):
    rows = [np.concatenate(pictures[i:i + columns], 1) for i in range(0, len(pictures), columns)]
    return np.concatenate(rows, 0)


def enlarged(picture, factor):
    return np.kron(picture, np.ones((factor, factor), np.float32))


def filters_picture(net):
    out = []
    for column in net.weights[0].T[:24]:
        w = column.reshape(28, 28)
        span = max(1e-6, float(np.abs(w).max()))
        out.append(np.pad(0.5 + 0.5 * w / span, 1, constant_values=1.0))
    return picture_grid([enlarged(p, 2) for p in out], 6)


def mistakes_picture(x, y, p):
    wrong = np.flatnonzero(p.argmax(1) != y)
    worst = wrong[np.argsort(-p[wrong].max(1))][:12]
    return picture_grid([enlarged(np.clip(x[i].reshape(28, 28) + 0.286, 0, 1), 3) for i in worst], 4), worst


class Training:
    def __init__(self, folder, options, data, seed):
        self.folder, self.options, self.rng = folder, {**DEFAULTS, **options}, np.random.default_rng(seed)
        (self.x, self.y), (self.vx, self.vy) = data
        self.net = Net([784, *self.options["hidden"], 10], self.options["dropout"], self.rng)
        self.optimizer = Optimizer(self.options, self.net.parameters())
        self.per_epoch = len(self.x) // BATCH
        self.total = EPOCHS * self.per_epoch

    def batch(self):
        at = self.rng.integers(0, len(self.x), BATCH)
        x, target = self.x[at], np.eye(10, dtype=np.float32)[self.y[at]]
        if self.options["mixup"]:
            share = np.float32(self.rng.beta(self.options["mixup"], self.options["mixup"]))
            other = self.rng.permutation(BATCH)
            x, target = share * x + (1 - share) * x[other], share * target + (1 - share) * target[other]
        return x, target

    def describe(self, log):
        o = {k: (" × ".join(map(str, v)) if isinstance(v, list) else v) for k, v in self.options.items()}
        o.update(batch_size=BATCH, epochs=EPOCHS, parameters=sum(p.size for p in self.net.parameters()))
        for summary in hparams_summaries(o, {"val/accuracy": 0.0, "val/loss": 0.0}):
            log.file_writer.add_summary(summary)
        table = "".join(f"| {k} | {v} |\n" for k, v in o.items())
        log.add_text("notes/configuration", f"Fashion-MNIST, 15,000 pictures to learn from, 5,000 to validate.\n\n| option | value |\n|:---|:---|\n{table}", 0)

    def validate(self, log, step):
        _, p = self.net.forward(self.vx)
        log.add_scalar("val/loss", cross_entropy(p, np.eye(10)[self.vy]), step)
        log.add_scalar("val/accuracy", float((p.argmax(1) == self.vy).mean()), step)
        if not np.isfinite(p).all():
            return
        for i, (w, b) in enumerate(zip(self.net.weights, self.net.biases)):
            log.add_histogram(f"weights/dense_{i}/kernel", w, step, bins="auto" if w.size < 2000 else 40)
            log.add_histogram(f"weights/dense_{i}/bias", b, step, bins=20)
        epoch = step // self.per_epoch
        if epoch % 5 == 0 or epoch == EPOCHS:
            log.add_image("filters/dense_0", filters_picture(self.net)[None], step)
            log.add_pr_curve("quality/shirt", self.vy == CLASSES.index("shirt"), p[:, CLASSES.index("shirt")], step, num_thresholds=101)
            picture, worst = mistakes_picture(self.vx, self.vy, p)
            log.add_image("mistakes/most_certain", picture[None], step)
            words = "".join(f"| {CLASSES[self.vy[i]]} | {CLASSES[p[i].argmax()]} | {p[i].max():.3f} |\n" for i in worst)
            log.add_text("notes/most_certain_mistakes", f"| is | was taken for | probability |\n|:---|:---|---:|\n{words}", step)

    def run(self, log, first, last, checkpoint_at=None):
        began, saved = time.perf_counter(), None
        for step in range(first, last):
            if step == checkpoint_at:
                saved = self.state()
            x, target = self.batch()
            p, gradients = self.net.gradients(x, target)
            rate = rate_at(self.options, step, self.total)
            norm = self.optimizer.step(self.net.parameters(), [g for pair in gradients for g in pair], rate)
            loss = cross_entropy(p, target)
            log.add_scalar("train/loss", loss, step)
            if step % 5 == 0:
                log.add_scalar("train/accuracy", float((p.argmax(1) == target.argmax(1)).mean()), step)
                log.add_scalar("optimizer/grad_norm", norm, step)
            if step % 10 == 0:
                log.add_scalar("optimizer/learning_rate", rate, step)
                log.add_scalar("system/pictures_per_second", (step - first + 1) * BATCH / (time.perf_counter() - began), step)
            if (step + 1) % (self.per_epoch // 2) == 0:
                self.validate(log, step + 1)
            if not np.isfinite(loss) and step % 100 == 99:
                return saved  # what a person would do by then
        return saved

    def state(self):
        return [a.copy() for a in (*self.net.parameters(), *self.optimizer.m, *self.optimizer.v)], self.optimizer.t

    def restore(self, state):
        for mine, theirs in zip((*self.net.parameters(), *self.optimizer.m, *self.optimizer.v), state[0]):
            mine[:] = theirs
        self.optimizer.t = state[1]


def train(folder, name, options, data, seed):
    training = Training(folder, options, data, seed)
    with SummaryWriter(str(folder)) as log:
        training.describe(log)
        if name != "wide/resumed":
            training.run(log, 0, training.total)
            return
        stopped = int(training.total * 0.6)
        state = training.run(log, 0, stopped, checkpoint_at=stopped - 180)
    time.sleep(1.2)  # another second, another file
    training.rng = np.random.default_rng(seed + 1000)
    training.restore(state)
    with SummaryWriter(str(folder)) as log:
        training.run(log, stopped - 180, training.total)


def main():
    data = load(Path(sys.argv[1]))
    with np.errstate(all="ignore"):
        for seed, (name, options) in enumerate(RUNS.items(), 1):
            began = time.time()
            train(Path(sys.argv[2]) / name, name, options, data, seed)
            print(json.dumps({"run": name, "seconds": round(time.time() - began, 1)}), flush=True)


if __name__ == "__main__":
    main()
