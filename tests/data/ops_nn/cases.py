"""Writing of cases: what an operation must give, computed by somebody else.

A file is a list of {op, attributes, inputs, outputs, cotangents, grads}. Tensors are {dtype, shape, data}, flat and row-major;
null is a left-out input, or an output or gradient that is not compared. grads are of sum(output * cotangent), one for each input.
"""
import json

import numpy as np

rng = np.random.default_rng(7)


def reals(*shape, low=-2.0, high=2.0):
    """Float64 with three decimals, so that files stay small and readable."""
    return np.round(rng.uniform(low, high, shape), 3)


def tensor(a):
    if a is None:
        return None
    a = np.asarray(a)
    if a.dtype == bool:
        return {"dtype": "bool", "shape": list(a.shape), "data": [int(v) for v in a.ravel()]}
    if a.dtype.kind == "i":
        return {"dtype": a.dtype.name, "shape": list(a.shape), "data": a.ravel().tolist()}
    return {"dtype": "float64", "shape": list(a.shape), "data": [float(f"{v:.12g}") for v in a.ravel()]}


def case(op, inputs, outputs, cotangents=(), grads=(), **attributes):
    return {"op": op, "attributes": attributes, "inputs": [tensor(a) for a in inputs], "outputs": [tensor(a) for a in outputs],
            "cotangents": [tensor(a) for a in cotangents], "grads": [tensor(a) for a in grads]}


def write(path, cases):
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
