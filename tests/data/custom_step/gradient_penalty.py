"""Writes gradient_penalty.json: three steps of a training step of one's own, computed by TensorFlow and Keras.

loss = mean((f(x) - s)^2) + 0.5 mean over rows of the squared norm of df/dx, where s = 0.9 y + 0.05 are smoothed targets;
SGD with momentum. f is two dense layers with tanh between them, weights as stored.
"""

import json
import os

import keras
import numpy as np
import tensorflow as tf

random = np.random.default_rng(3)
draw = lambda *shape: np.round(random.normal(size=shape), 3).astype("float32")  # noqa: E731
inputs, targets = draw(6, 3), np.round(random.uniform(size=(6, 1)), 3).astype("float32")
model = keras.Sequential([
    keras.Input((3,)), keras.layers.Dense(4, activation="tanh", name="hidden"), keras.layers.Dense(1, name="value")])
for weight in model.weights:
    weight.assign(draw(*weight.shape) * 0.5)
start = {w.path: w.numpy() for w in model.weights}
optimizer = keras.optimizers.SGD(0.05, momentum=0.9)
losses = []
for _ in range(3):
    with tf.GradientTape() as outer:
        x = tf.constant(inputs)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = model(x, training=True)
        slope = inner.gradient(y, x)
        penalty = 0.5 * tf.reduce_mean(tf.reduce_sum(slope**2, axis=-1))
        loss = tf.reduce_mean((y - (0.9 * targets + 0.05)) ** 2) + penalty
    optimizer.apply(outer.gradient(loss, model.trainable_variables), model.trainable_variables)
    losses.append(float(loss))

plain = lambda array: [float(str(v)) for v in np.asarray(array).ravel()]  # noqa: E731
weights = {path.split("/", 1)[-1] if path.startswith("sequential") else path: value for path, value in start.items()}
after = {path: w.numpy() for path, w in zip(weights, model.weights)}
case = {
    "computed_with": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
    "inputs": plain(inputs), "targets": plain(targets), "learning_rate": 0.05, "momentum": 0.9, "losses": losses,
    "weights": {path: plain(value) for path, value in weights.items()},
    "weights_after": {path: plain(value) for path, value in after.items()},
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gradient_penalty.json"), "w", encoding="utf-8") as file:
    json.dump(case, file, indent=1)
    file.write("\n")
