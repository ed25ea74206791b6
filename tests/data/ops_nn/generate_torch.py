"""Cases by PyTorch in float64: python generate_torch.py (written with 2.x; any version gives the same to 1e-12)."""
import numpy as np
import torch
import torch.nn.functional as F

from cases import case, reals, write

cases = []


def leaf(a):
    return None if a is None else torch.tensor(a, dtype=torch.float64, requires_grad=True)


def add(op, inputs, function, **attributes):
    """`function` takes torch leaves for the float inputs (others as tensors) and gives the first output."""
    leaves = [torch.tensor(a) if a is not None and a.dtype.kind in "ib" else leaf(a) for a in inputs]
    y = function(*leaves)
    cotangent = reals(*y.shape)
    y.backward(torch.tensor(cotangent))
    grads = [l.grad.numpy() if l is not None and l.grad is not None else None for l in leaves]
    cases.append(case(op, inputs, [y.detach().numpy()], [cotangent], grads, **attributes))


def first(x):
    """(N, spatial…, C) to (N, C, spatial…)."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


CONVS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}


def conv(strides, pads, dilations, groups):
    axes = len(strides)

    def run(x, w, b):
        flat = [p for axis in reversed(range(axes)) for p in pads[2 * axis:2 * axis + 2]]
        weights = w.movedim(-1, 0).movedim(-1, 1)
        return last(CONVS[axes](F.pad(first(x), flat), weights, b, stride=strides, dilation=dilations, groups=groups))
    return run


def add_conv(x, w, strides, pads, dilations, groups, bias=True):
    inputs = [reals(*x), reals(*w), reals(w[-1]) if bias else None]
    add("conv", inputs, conv(strides, pads, dilations, groups), strides=strides, padding="explicit", pads=pads, dilations=dilations, groups=groups)


add_conv((2, 7, 4), (3, 2, 6), [2], [1, 2], [1], 2)
add_conv((1, 9, 2), (3, 2, 3), [1], [0, 0], [3], 1, bias=False)
add_conv((2, 5, 6, 3), (3, 2, 3, 2), [2, 1], [1, 1, 0, 1], [1, 2], 1)
add_conv((1, 4, 5, 4), (2, 3, 1, 8), [1, 2], [0, 1, 2, 0], [1, 1], 4)
add_conv((1, 6, 6, 2), (3, 3, 2, 2), [3, 2], [2, 2, 2, 2], [2, 2], 1)
add_conv((1, 4, 3, 5, 2), (2, 2, 3, 1, 4), [1, 2, 2], [1, 0, 0, 1, 1, 1], [2, 1, 1], 2)


def add_adaptive(x, size):
    axes = len(size)
    average = {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}[axes]
    largest = {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}[axes]
    add("adaptive_avg_pool", [reals(*x)], lambda t: last(average(first(t), size)), size=size)
    add("adaptive_max_pool", [reals(*x)], lambda t: last(largest(first(t), size)), size=size)


add_adaptive((2, 7, 2), [3])
add_adaptive((1, 5, 8, 2), [2, 3])
add_adaptive((1, 4, 3, 5, 1), [3, 1, 2])


def add_pool3d(pads):
    arguments = dict(pool=[2, 3, 2], strides=[2, 1, 2], padding="explicit", pads=[p for p in pads for _ in range(2)])
    add("avg_pool", [reals(1, 4, 5, 4, 2)], lambda t: last(F.avg_pool3d(first(t), [2, 3, 2], [2, 1, 2], pads, count_include_pad=False)), **arguments)
    add("max_pool", [reals(1, 4, 5, 4, 2)], lambda t: last(F.max_pool3d(first(t), [2, 3, 2], [2, 1, 2], pads)), **arguments)


add_pool3d([1, 1, 0])
add_pool3d([0, 1, 1])


def add_attention(batch, queries, keys, heads, size, mask, causal):
    inputs = [reals(batch, queries, heads, size), reals(batch, keys, heads, size), reals(batch, keys, heads, size), mask]

    def run(q, k, v, m):
        heads_first = [t.transpose(1, 2) for t in (q, k, v)]
        return F.scaled_dot_product_attention(*heads_first, attn_mask=m, is_causal=causal, scale=0.4).transpose(1, 2)
    add("attention", inputs, run, scale=0.4, causal=causal)


add_attention(2, 3, 5, 2, 4, None, False)
add_attention(1, 4, 4, 3, 2, None, True)
add_attention(2, 3, 4, 2, 3, np.array([[[[1, 1, 0, 1]]], [[[0, 1, 1, 0]]]], dtype=bool), False)
add_attention(1, 3, 3, 2, 2, np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], dtype=bool), False)

add("layer_norm", [reals(3, 4, 5), reals(5), reals(5)], lambda x, g, b: F.layer_norm(x, (5,), g, b, 1e-5), epsilon=1e-5)
add("layer_norm", [reals(2, 3, 4), reals(3, 4), None], lambda x, g, _: F.layer_norm(x, (3, 4), g, None, 1e-3), axis=1)
add("rms_norm", [reals(3, 6), reals(6)], lambda x, g: F.rms_norm(x, (6,), g, 1e-6))
add("group_norm", [reals(2, 3, 3, 6), reals(6), reals(6)], lambda x, g, b: last(F.group_norm(first(x), 3, g, b, 1e-3)), groups=3)
add("batch_norm_training", [reals(4, 3, 2), reals(2), reals(2), None],
    lambda x, g, b, _: last(F.batch_norm(first(x), None, None, g, b, True, 0.1, 1e-3)))
add("batch_norm_training", [reals(6, 3), reals(3), reals(3), reals(6, 3)],
    lambda x, g, b, r: torch.relu(F.batch_norm(x, None, None, g, b, True, 0.1, 1e-3) + r), activation="relu")
add("batch_norm_inference", [reals(4, 3), reals(3), reals(3), reals(3), reals(3, low=0.5)],
    lambda x, g, b, m, v: F.relu6(F.batch_norm(x, m.detach(), v.detach(), g, b, False, 0.1, 1e-3)), activation="relu6")


def add_steps(op, make, attributes, states):
    """Five steps of an optimizer as a chain of cases would need states; here param after each step is compared."""
    param, gradients = reals(2, 3), [reals(2, 3) for _ in range(5)]
    variable = torch.nn.Parameter(torch.tensor(param))
    optimizer = make([variable])
    after = []
    for gradient in gradients:
        variable.grad = torch.tensor(gradient)
        optimizer.step()
        after.append(variable.detach().numpy().copy())
    cases.append({**case(op, [param], after, **attributes), "gradients": case(op, gradients, [])["inputs"], "states": states, "rate": 0.125})


add_steps("sgd", lambda p: torch.optim.SGD(p, lr=0.125, weight_decay=0.1), {"weight_decay": 0.1}, [])

write("torch.json", cases)
