"""How the calls of operations are written down: one JSON file of cases, each with inputs, attributes and results."""
import json
import math
import sys

import numpy as np

cases = []


def number(x):
    x = x.item() if hasattr(x, "item") else x
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, float):
        if math.isnan(x):
            return "nan"
        if math.isinf(x):
            return "inf" if x > 0 else "-inf"
        is_whole = x == int(x) and abs(x) < 1e15 and math.copysign(1, x) * x > 0
        return int(x) if is_whole else x
    return x


def tensor(x):
    x = np.asarray(x)
    return {"dtype": x.dtype.name, "shape": list(x.shape), "values": [number(v) for v in x.reshape(-1)]}


def attribute(value):
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"double": value}
    if isinstance(value, list):
        return {"ints": value}
    if isinstance(value, tuple):
        return {"shape": "(" + ",".join(str(v) for v in value) + ")"}
    if isinstance(value, np.dtype):
        return {"dtype": value.name}
    return {"string": value}


def add(op, inputs, outputs, tolerance=1e-12, **attributes):
    outputs = [o.numpy() if hasattr(o, "numpy") else o for o in (outputs if isinstance(outputs, list) else [outputs])]
    cases.append({"op": op, "inputs": [tensor(i) for i in inputs], "outputs": [tensor(o) for o in outputs],
                  "attributes": {k: attribute(v) for k, v in attributes.items()}, "tolerance": tolerance})


def write(source):
    json.dump({"source": source, "cases": cases}, sys.stdout, separators=(",", ":"))
