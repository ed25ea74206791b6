#!/usr/bin/env python3
"""Writes indexing.json: parts replaced by index, cut apart, and different elements, as TensorFlow and NumPy make them.

Run it with a Python that has tensorflow 2.21:  python make_indexing.py > indexing.json
"""
import numpy as np
import tensorflow as tf

from cases import add, write

rng = np.random.default_rng(20261122)


def normal(*shape):
    return np.round(rng.normal(size=shape) * 2, 4)


# --- scatter_update: TensorFlow says nothing of repeated indices, so those are NumPy's, where the last one stays ----
a = normal(3, 2, 4)
places = np.array([[0, 1], [2, 0]], np.int64)
updates = normal(2, 4)
add("scatter_update", [a, places, updates], tf.tensor_scatter_nd_update(a, places, updates))
places = np.array([[[2]], [[0]]], np.int32)
updates = rng.integers(-9, 9, (2, 1, 2)).astype(np.int16)
base = rng.integers(-9, 9, (3, 2)).astype(np.int16)
add("scatter_update", [base, places, updates], tf.tensor_scatter_nd_update(base, places, updates))
places = np.array([3, 1, 3, 3, 1], np.int32)
base, updates = normal(5, 2), normal(5, 2)
last = base.copy()
for place, update in zip(places, updates):
    last[place] = update
add("scatter_update", [base, places[:, None], updates], last)
truths = np.array([True, False, True])
add("scatter_update", [truths, np.array([[2], [1]], np.int32), np.array([False, True])],
    tf.tensor_scatter_nd_update(truths, [[2], [1]], [False, True]))

a = normal(2, 6)
add("concat_grad", [a], np.split(a, [1, 4], 1), axis=1, sizes=(1, 3, 2))


# --- unique: NumPy's, cut at `size` or filled up as jax.numpy.unique(size=, fill_value=) is documented to ------------
def unique(x, size, fill=0.0):
    values, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    room = max(size - len(values), 0)
    held = np.concatenate([values[:size], np.full(room, fill, x.dtype)]).astype(x.dtype)
    add("unique", [x], [held, inverse.astype(np.int32), np.pad(counts[:size], (0, room)).astype(np.int32),
                        np.array(len(values), np.int32)], size=size, fill=fill)


unique(rng.integers(-3, 4, 12).astype(np.int32), 9, -1.0)
unique(rng.integers(-3, 4, 12).astype(np.float64), 3)
unique(np.array([2.5, np.nan, -np.inf, 2.5, np.nan, np.inf, 0.0, -0.0]), 6, 7.0)
unique(np.array([200, 0, 255, 200], np.uint8), 3)
unique(np.array([], np.float64), 2, 4.0)

write(f"numpy {np.__version__} and tensorflow {tf.__version__}, by make_indexing.py beside this file")
