#!/usr/bin/env python3
"""Writes expected.json: what NumPy and TensorFlow make of a few inputs, operation by operation.

Run it with a Python that has tensorflow 2.21:  python make.py > expected.json
"""
import math

import numpy as np
import tensorflow as tf

from cases import add, write

rng = np.random.default_rng(20240607)


def normal(*shape, scale=2.0):
    return np.round(rng.normal(size=shape) * scale, 4)


SPECIAL = np.array([0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 2.5, -2.5, 3.0, -3.0, 6.0, 7.25, -7.25, 20.0, -20.0,
                    np.inf, -np.inf, np.nan])
FINITE = SPECIAL[:-3]

# --- elementwise, one input ---------------------------------------------------------------------------------------
with np.errstate(all="ignore"):
    for op, f in {"neg": np.negative, "abs": np.abs, "sign": np.sign, "exp": np.exp, "expm1": np.expm1, "log": np.log,
                  "log1p": np.log1p, "sqrt": np.sqrt, "square": np.square, "reciprocal": np.reciprocal, "sin": np.sin,
                  "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
                  "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh,
                  "atanh": np.arctanh, "floor": np.floor, "ceil": np.ceil, "round": np.round, "is_nan": np.isnan,
                  "is_inf": np.isinf, "is_finite": np.isfinite}.items():
        add(op, [SPECIAL], f(SPECIAL))
    add("rsqrt", [SPECIAL], 1 / np.sqrt(SPECIAL))
    add("erf", [FINITE], np.vectorize(math.erf)(FINITE))
    add("erfc", [FINITE], np.vectorize(math.erfc)(FINITE))
INTEGERS = np.array([-128, -7, -2, -1, 0, 1, 2, 7, 127], np.int8)
for op, f in {"neg": np.negative, "abs": np.abs, "sign": np.sign, "square": np.square, "bit_not": np.invert}.items():
    add(op, [INTEGERS], f(INTEGERS))
add("logical_not", [np.array([True, False])], np.array([False, True]))

# --- activations ---------------------------------------------------------------------------------------------------
nn, act = tf.nn, tf.keras.activations
x = np.concatenate([FINITE[:-2], normal(12)])
for op, f, more in [("sigmoid", nn.sigmoid, {}), ("relu", nn.relu, {}), ("relu6", nn.relu6, {}),
                    ("leaky_relu", lambda v: nn.leaky_relu(v, 0.2), {}), ("elu", nn.elu, {}), ("selu", nn.selu, {}),
                    ("elu", lambda v: act.elu(v, 0.5), {"alpha": 0.5}), ("celu", act.celu, {}),
                    ("celu", lambda v: act.celu(v, 0.5), {"alpha": 0.5}),
                    ("gelu", lambda v: nn.gelu(v, approximate=False), {}),
                    ("gelu", lambda v: nn.gelu(v, approximate=True), {"approximate": True}), ("silu", nn.silu, {}),
                    ("mish", act.mish, {}), ("softplus", nn.softplus, {}), ("softsign", nn.softsign, {}),
                    ("hard_sigmoid", act.hard_sigmoid, {}), ("hard_silu", act.hard_silu, {}),
                    ("hard_tanh", act.hard_tanh, {}), ("log_sigmoid", act.log_sigmoid, {}),
                    ("threshold", lambda v: act.threshold(v, 0.25, -2.0), {"threshold": 0.25, "value": -2.0}),
                    ("hard_shrink", act.hard_shrink, {}), ("soft_shrink", act.soft_shrink, {}),
                    ("tanh_shrink", act.tanh_shrink, {}), ("squareplus", act.squareplus, {}),
                    ("sparse_plus", act.sparse_plus, {}), ("sparse_sigmoid", act.sparse_sigmoid, {})]:
    v = tf.constant(x, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(v)
        y = f(v)
    # TensorFlow keeps the constants of these in float32.
    rough = op in ("mish", "selu", "gelu", "leaky_relu")
    add(op, [x], y, 2e-6 if rough else 1e-9, **more)
a, alpha = normal(2, 3), np.array([0.1, 0.2, 0.3])
add("prelu", [a, alpha], np.where(a > 0, a, a * alpha))

# Their gradients as TensorFlow computes them, corners included.
for op, f, saves_output, more in [("relu_grad", nn.relu, True, {}), ("relu6_grad", nn.relu6, True, {}),
                                  ("tanh_grad", tf.tanh, True, {}), ("sigmoid_grad", nn.sigmoid, True, {}),
                                  ("silu_grad", nn.silu, False, {}),
                                  ("gelu_grad", lambda v: nn.gelu(v, approximate=False), False, {}),
                                  ("gelu_grad", lambda v: nn.gelu(v, approximate=True), False, {"approximate": True})]:
    v, dy = tf.constant(x, tf.float64), normal(len(x))
    with tf.GradientTape() as tape:
        tape.watch(v)
        y = f(v)
    add(op, [dy, y.numpy() if saves_output else x], tape.gradient(y, v, tf.constant(dy)),
        2e-6 if op == "gelu_grad" else 1e-9, **more)

# --- elementwise, two inputs ---------------------------------------------------------------------------------------
with np.errstate(all="ignore"):
    a, b = np.repeat(SPECIAL, len(SPECIAL)), np.tile(SPECIAL, len(SPECIAL))
    for op, f in {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
                  "minimum": np.minimum, "maximum": np.maximum, "atan2": np.arctan2}.items():
        add(op, [a[::3], b[::3]], f(a[::3], b[::3]))
    for op, f in {"equal": np.equal, "not_equal": np.not_equal, "less": np.less, "less_equal": np.less_equal,
                  "greater": np.greater, "greater_equal": np.greater_equal}.items():
        add(op, [a[::3], b[::3]], f(a[::3], b[::3]))
    a, b = normal(3, 1, 4), normal(2, 1)
    for op, f in {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "mod": np.mod,
                  "floor_div": np.floor_divide, "squared_difference": lambda p, q: (p - q) ** 2}.items():
        add(op, [a, b], f(a, b))
    for dtype in (np.int8, np.uint8, np.int32, np.int64):
        values = np.array([0, 1, 2, 3, 7, 100, 127] + ([-1, -2, -3, -7, -128] if dtype != np.uint8 else [200, 255]), dtype)
        a, b = np.repeat(values, len(values)), np.tile(values, len(values))
        for op, f in {"add": np.add, "sub": np.subtract, "mul": np.multiply, "floor_div": np.floor_divide, "mod": np.mod,
                      "minimum": np.minimum, "maximum": np.maximum, "bit_and": np.bitwise_and, "bit_or": np.bitwise_or,
                      "bit_xor": np.bitwise_xor, "less": np.less, "equal": np.equal}.items():
            if dtype in (np.int8, np.int32) or op in ("mul", "mod"):
                add(op, [a, b], f(a, b))
        keep = b != 0
        add("div", [a[keep], b[keep]], np.trunc(a[keep].astype(float) / b[keep].astype(float)).astype(np.int64).astype(dtype))
    a = np.array([3, -3, 2, -1, 0, 7, -128, 5], np.int32)
    add("pow", [a, np.array([4, 3, 10, 5, 0, 2, 1, 0], np.int32)], np.power(a, np.array([4, 3, 10, 5, 0, 2, 1, 0])).astype(np.int32))
    a, b = np.array([1, -1, 7, -8, 127], np.int32), np.array([3, 31, 0, 2, 4], np.int32)
    add("shift_left", [a, b], np.left_shift(a, b))
    add("shift_right", [a, b], np.right_shift(a, b))
p, q = np.array([True, True, False, False]), np.array([True, False, True, False])
add("logical_and", [p, q], p & q)
add("logical_or", [p, q], p | q)
add("logical_xor", [p, q], p ^ q)
c, a, b = rng.integers(0, 2, (3, 1)).astype(bool), normal(2, 1, 4), normal(4)
add("where", [c, a, b], np.where(c, a, b))
add("clip", [FINITE], np.clip(FINITE, -1.5, 3.0), min=-1.5, max=3.0)

# --- cast ----------------------------------------------------------------------------------------------------------
a = np.array([0, 0.5, -0.5, 1.7, -1.7, 100.9, -100.9])
for dtype in (np.float32, np.float16, np.int8, np.int32, np.int64, np.bool_):
    add("cast", [a], a.astype(dtype), dtype=np.dtype(dtype))
a = np.array([0, 1e-8, 6.1e-5, 1.0009765, 1.00048828125, 1.0014648, 65504, 65519.99, 65520, 70000, -3.14159], np.float32)
with np.errstate(over="ignore"):
    add("cast", [a], a.astype(np.float16), dtype=np.dtype(np.float16))
a = np.array([300, -300, 65535, -1, 127, 128], np.int32)
for dtype in (np.int8, np.uint8, np.uint16, np.float32, np.uint64):
    add("cast", [a], a.astype(dtype), dtype=np.dtype(dtype))

# --- tensor --------------------------------------------------------------------------------------------------------
a = normal(2, 3, 4)
add("reshape", [a], a.reshape(4, 6), shape=(4, -1))
add("transpose", [a], a.transpose(2, 0, 1), perm=[2, 0, 1])
add("broadcast_to", [a[:, :1]], np.broadcast_to(a[:, :1], (2, 3, 4)), shape=(2, 3, 4))
add("slice", [a], a[1:2, 0:2, 3:0:-2], begin=[1, 0, 3], size=[1, 2, 2], strides=[1, 1, -2])
add("slice", [a], a[:, 1:, ::3], begin=[0, 1, 0], size=[-1, -1, -1], strides=[1, 1, 3])
dy, full = normal(2, 2), np.zeros((5, 4))
full[1:5:3, 2:0:-1] = dy
add("slice_grad", [dy], full, begin=[1, 2], size=[2, 2], strides=[3, -1], shape=(5, 4))
for mode in ("constant", "reflect", "symmetric", "edge"):
    padded = np.pad(a, ((1, 0), (2, 1), (0, 3)), mode, **({"constant_values": 2.5} if mode == "constant" else {}))
    add("pad", [a], padded, pads=[1, 0, 2, 1, 0, 3], mode=mode, value=2.5)
    with tf.GradientTape() as tape:
        v = tf.Variable(a)
        if mode == "edge":
            continue
        y = tf.pad(v, [[1, 0], [2, 1], [0, 3]], mode.upper())
    dy = normal(*y.shape)
    grad = tape.gradient(y, v, tf.constant(dy))
    add("pad_grad", [dy], grad, pads=[1, 0, 2, 1, 0, 3], mode=mode, shape=(2, 3, 4))
add("pad_grad", [np.arange(5.0)], np.array([0 + 1 + 2, 3 + 4.0]), pads=[2, 1], mode="edge", shape=(2,))
add("concat", [a, a[:, :1], a[:, 1:]], np.concatenate([a, a[:, :1], a[:, 1:]], 1), axis=1)
add("split", [a], np.split(a, [1, 3], 2), axis=-1, sizes=[1, 2, 1])
add("stack", [a[0], a[1]], np.stack([a[0], a[1]], -1), axis=-1)
add("tile", [a], np.tile(a, (2, 1, 3)), multiples=[2, 1, 3])
indices = np.array([[0, 2], [1, 1]], np.int32)
add("gather", [a, indices], np.take(a, indices, 1), axis=1)
add("gather", [a, indices], tf.gather(a, indices, axis=2, batch_dims=1), axis=2, batch_dims=1)
v = tf.Variable(a)
with tf.GradientTape() as tape:
    y = tf.gather(v, indices, axis=2, batch_dims=1)
dy = normal(*y.shape)
grad = tf.convert_to_tensor(tape.gradient(y, v, tf.constant(dy)))
add("gather_grad", [dy, indices], grad, axis=2, batch_dims=1, shape=(2, 3, 4))
places = np.array([[0, 1], [1, 2], [0, 1]], np.int64)
add("gather_nd", [a, places], tf.gather_nd(a, places))
dy = normal(3, 4)
add("scatter_nd", [places, dy], tf.scatter_nd(places, tf.constant(dy), (2, 3, 4)), shape=(2, 3, 4))
labels = np.array([[0, 3], [2, -1]], np.int32)
add("one_hot", [labels], tf.one_hot(labels, 3, on_value=2.0, off_value=-1.0, axis=1, dtype=tf.float64), depth=3, on=2.0,
    off=-1.0, axis=1, dtype=np.dtype(np.float64))
add("range", [], np.arange(2, 11, 3, np.int32), start=2.0, stop=11.0, step=3.0, dtype=np.dtype(np.int32))
add("fill", [], np.full((2, 2), 7, np.int16), shape=(2, 2), value=7.0, dtype=np.dtype(np.int16))
add("reverse", [a], a[::-1, :, ::-1], axes=[0, 2])
add("roll", [a], np.roll(a, (-1, 5), (1, 2)), shifts=[-1, 5], axes=[1, 2])
add("reverse_sequence", [a, np.array([3, 1], np.int32)], tf.reverse_sequence(a, [3, 1], seq_axis=2, batch_axis=0), seq_axis=2,
    batch_axis=0)
for exclusive in (False, True):
    for reverse in (False, True):
        add("cumsum", [a], tf.cumsum(a, 1, exclusive, reverse), axis=1, exclusive=exclusive, reverse=reverse)
add("cumprod", [a], np.cumprod(a, 2), axis=2)
x = np.array([[1.5, -2.0, 0.5, 3.0]])
v = tf.Variable(x)
with tf.GradientTape() as tape:
    y = tf.math.cumprod(v, 1)
dy = normal(1, 4)
add("cumprod_grad", [dy, x], tape.gradient(y, v, tf.constant(dy)), axis=1)
x = rng.integers(0, 5, (3, 8)).astype(float)
for descending in (False, True):
    direction = "DESCENDING" if descending else "ASCENDING"
    add("sort", [x], tf.sort(x, 1, direction), axis=1, descending=descending)
    add("argsort", [x], tf.argsort(x, 1, direction, stable=True), axis=1, descending=descending)
add("sort", [np.array([2, np.nan, -1, np.inf])], np.sort(np.array([2, np.nan, -1, np.inf])), axis=0)
values, where = tf.math.top_k(x, 3)
add("topk", [x], [values, where], k=3)
m = normal(2, 4, 5)
add("band_part", [m], tf.linalg.band_part(m, 1, 0), lower=1, upper=0)
add("band_part", [m], tf.linalg.band_part(m, -1, 2), lower=-1, upper=2)
image = normal(1, 4, 4, 4)
add("space_to_depth", [image], tf.nn.space_to_depth(image, 2), block=2)
add("depth_to_space", [image], tf.nn.depth_to_space(image, 2), block=2)
image = normal(1, 4, 5, 2).astype(np.float32)
for method in ("nearest", "bilinear", "bicubic"):
    for size in ([7, 3], [2, 9], [8, 10]):
        y = tf.image.resize(image, size, method)
        # TensorFlow looks bicubic weights up in a table of 1,024 places: exact for twice the size only.
        add("resize", [image], y, 4e-3 if method == "bicubic" and size != [8, 10] else 2e-6, size=size, method=method)
    v = tf.Variable(image)
    with tf.GradientTape() as tape:
        y = tf.image.resize(v, [7, 3], method)
    dy = normal(*y.shape).astype(np.float32)
    add("resize_grad", [dy], tape.gradient(y, v, tf.constant(dy)), 1e-2 if method == "bicubic" else 5e-6,
        method=method, shape=(1, 4, 5, 2))

# --- reduce --------------------------------------------------------------------------------------------------------
a = normal(2, 3, 4)
for op, f in {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "prod": np.prod, "var": np.var}.items():
    add(op, [a], f(a))
    add(op, [a], f(a, axis=(0, 2)), axes=[0, 2])
    add(op, [a], f(a, axis=1, keepdims=True), axes=[-2], keepdims=True)
add("logsumexp", [a], tf.reduce_logsumexp(a, 1), axes=[1])
add("logsumexp", [np.array([1000.0, 1000.0, -np.inf])], np.array(1000 + math.log(2)))
add("norm", [a], np.abs(a).sum(1), axes=[1], ord=1)
add("norm", [a], np.sqrt((a * a).sum((1, 2))), axes=[1, 2], ord=2)
t = rng.integers(0, 2, (4, 3)).astype(bool)
add("any", [t], t.any(1), axes=[1])
add("all", [t], t.all(0), axes=[0])
i = rng.integers(-100, 100, (3, 4)).astype(np.int32)
add("sum", [i], i.sum(1, dtype=np.int32), axes=[1])
add("prod", [i], i.prod(1, dtype=np.int32), axes=[1])
add("max", [i], i.max(0), axes=[0])
add("max", [np.array([1.0, np.nan, 3.0])], np.array(np.nan))
x = rng.integers(0, 3, (4, 6)).astype(float)
add("argmax", [x], np.argmax(x, 1), axis=1)
add("argmin", [x], np.argmin(x, 0)[None].astype(np.int32), axis=0, keepdims=True, dtype=np.dtype(np.int32))
add("argmax", [np.array([1.0, np.nan, 3.0, np.nan])], np.array(1, np.int64), axis=0)
dy = normal(2, 1)
add("mean_grad", [dy], np.broadcast_to(dy / 3, (2, 3)), shape=(2, 3))

# --- linear --------------------------------------------------------------------------------------------------------
a, b = normal(2, 1, 3, 4), normal(3, 4, 2)
add("matmul", [a, b], a @ b)
b = normal(2, 4)
add("matmul", [a, b], a @ b.T, transpose_b=True)
a = normal(4, 3)
add("matmul", [a, b], a.T @ b.T, transpose_a=True, transpose_b=True)
i, j = rng.integers(-9, 9, (2, 3)).astype(np.int32), rng.integers(-9, 9, (3, 2)).astype(np.int32)
add("matmul", [i, j], i @ j)
x, w, bias = normal(2, 3, 4), normal(4, 2), normal(2)
for name, f in {"linear": tf.identity, "relu": nn.relu, "relu6": nn.relu6, "tanh": tf.tanh, "sigmoid": nn.sigmoid,
                "gelu": lambda v: nn.gelu(v, approximate=False), "silu": nn.silu}.items():
    add("dense", [x, w, bias], f(tf.constant(x @ w + bias)), 2e-6 if name == "gelu" else 1e-9, activation=name)
for equation, shapes in [("ij,jk->ik", [(2, 3), (3, 4)]), ("btnh,bfnh->bnft", [(2, 3, 2, 4), (2, 2, 2, 4)]),
                         ("...ij,...jk->...ik", [(2, 1, 2, 3), (3, 3, 2)]), ("ijj->ij", [(2, 3, 3)]), ("ij,kj", [(2, 3), (4, 3)]),
                         ("abc,cd,de->abe", [(2, 2, 3), (3, 2), (2, 2)])]:
    operands = [normal(*shape) for shape in shapes]
    add("einsum", operands, np.einsum(equation, *operands), equation=equation)

# --- the same element for element ----------------------------------------------------------------------------------
a = normal(3)
add("identity", [a], a)
add("stop_gradient", [a], a)
p, q = normal(2, 3), normal(3)
add("fused_elementwise", [p, q], [np.tanh(p * q), p * q + q], program="mul(i0,i1);tanh(t0);add(t0,i1)|t1,t2")

write(f"numpy {np.__version__} and tensorflow {tf.__version__}, by make.py beside this file")
