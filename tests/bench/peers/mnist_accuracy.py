"""What Keras reaches on MNIST with a model file of ours: prints one JSON line for each seed.

    python mnist_accuracy.py --model resources/models/mnist_lenet.json --data resources/datasets/mnist --seeds 1,2,3

Layers, initializers, optimizer, loss, epochs and batch come from the file itself, whose names and defaults are Keras'; pixels are divided by 255.
"""
import argparse
import gzip
import json
import os
import pathlib
import time

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def part(folder, prefix, shape):
    images = idx(folder / f"{prefix}-images-idx3-ubyte.gz", 16).reshape((-1, *shape)).astype(np.float32) / 255
    return images, idx(folder / f"{prefix}-labels-idx1-ubyte.gz", 8).astype(np.int32)


def built(keras, file):
    layers = [keras.Input(file["inputs"][0]["shape"], name=file["inputs"][0]["name"])]
    for spec in file["layers"]:
        layers.append(getattr(keras.layers, spec["class_name"])(**spec.get("config", {})))
    model = keras.Sequential(layers)
    training = file["training"]
    optimizer = getattr(keras.optimizers, training["optimizer"]["class_name"])(**training["optimizer"]["config"])
    model.compile(optimizer, training["loss"], metrics=training["metrics"])
    return model


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--model", type=pathlib.Path, required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--seeds", default="1")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--epochs", type=int)
    a = arguments.parse_args()
    import keras
    import tensorflow as tf
    tf.config.threading.set_intra_op_parallelism_threads(a.threads)
    tf.config.threading.set_inter_op_parallelism_threads(a.threads)
    file = json.loads(a.model.read_text())
    epochs, batch = a.epochs or file["training"]["epochs"], file["training"]["batch_size"]
    train, test = (part(a.data, prefix, file["inputs"][0]["shape"]) for prefix in ("train", "t10k"))
    for seed in map(int, a.seeds.split(",")):
        begin = time.time()
        keras.utils.set_random_seed(seed)
        model = built(keras, file)
        model.fit(*train, batch_size=batch, epochs=epochs, shuffle=True, verbose=0)
        loss, accuracy = model.evaluate(*test, batch_size=256, verbose=0)
        print(json.dumps({"kind": "accuracy", "framework": "keras", "version": f"{keras.__version__}/tf-{tf.__version__}", "net": file["name"],
                          "seed": seed, "epochs": epochs, "test_accuracy": accuracy, "test_loss": loss, "wall_s": round(time.time() - begin, 1)}), flush=True)
        keras.backend.clear_session()


main()
