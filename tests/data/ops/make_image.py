#!/usr/bin/env python3
"""Writes image.json: colours and moved pictures as TensorFlow and Keras make them.

Run it with a Python that has tensorflow 2.21 and keras 3:  python make_image.py > image.json
"""
import keras
import numpy as np
import tensorflow as tf

from cases import add, write

rng = np.random.default_rng(20261122)

# --- colours -------------------------------------------------------------------------------------------------------
rgb = np.round(rng.uniform(size=(2, 3, 4, 3)), 4)
corners = np.array([[0, 0, 0], [1, 1, 1], [.5, .5, .5], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1],
                    [.2, .2, .7], [.7, .2, .2], [.2, .7, .7], [-.5, .25, .5], [-1, -2, -3], [1.5, 0, 2]])
for x in (tf.constant(rgb), tf.constant(corners)):
    add("rgb_to_hsv", [x], tf.image.rgb_to_hsv(x))
    add("hsv_to_rgb", [x], tf.image.hsv_to_rgb(x))
add("hsv_to_rgb", [rgb.astype(np.float32)], tf.image.hsv_to_rgb(tf.constant(rgb, tf.float32)), 1e-6)

# --- affine_transform: TensorFlow computes places in float32 ---------------------------------------------------------
images = np.round(rng.normal(size=(2, 5, 4, 2)), 4)
turn = np.array([0.8, -0.6, 1.34, 0.6, 0.8, -0.7, 0, 0], np.float32)
several = np.array([[1.1, 0.2, -2.6, -0.3, 0.9, 1.2, 0.05, -0.02], [-1.5, 0, 9.3, 0, 2, -6.4, 0, 0]], np.float32)
for transforms in (turn, several):
    for interpolation in ("nearest", "bilinear"):
        for mode in ("constant", "nearest", "reflect"):
            y = keras.ops.image.affine_transform(images, transforms, interpolation, mode, 0.5, "channels_last")
            add("affine_transform", [images, transforms], y, 2e-5, interpolation=interpolation, fill_mode=mode,
                fill_value=0.5)

# Beyond the edge TensorFlow's wrap does not blend the last cell with the first, and it has no mirror: pictures that NumPy
# extended are what it reads instead.
MARGIN = 16
for ours, numpys in (("wrap", "wrap"), ("mirror", "reflect"), ("reflect", "symmetric"), ("nearest", "edge")):
    wide = np.pad(images, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), numpys)
    for transform in (turn, several[1], np.array([1, 0, -5, 0, 1, 7, 0, 0], np.float32)):
        moved = transform + np.array([0, 0, MARGIN, 0, 0, MARGIN, 0, 0], np.float32)
        for interpolation in ("nearest", "bilinear"):
            y = tf.raw_ops.ImageProjectiveTransformV3(images=wide, transforms=moved[None], output_shape=images.shape[1:3],
                                                      fill_value=0.0, interpolation=interpolation.upper())
            add("affine_transform", [images, transform], y, 2e-5, interpolation=interpolation, fill_mode=ours)

# The gradient is what each cell gave: one picture for each cell, moved, says how much.
units = np.eye(6).reshape(6, 2, 3, 1)
dy = np.round(rng.normal(size=(1, 2, 3, 1)), 4)
seen = keras.ops.image.affine_transform(units, turn, "bilinear", "reflect", data_format="channels_last").numpy()
add("affine_transform_grad", [dy, turn], (seen * dy).sum((1, 2, 3)).reshape(dy.shape), 2e-5, fill_mode="reflect")

write(f"numpy {np.__version__}, tensorflow {tf.__version__} and keras {keras.__version__}, by make_image.py beside this file")
