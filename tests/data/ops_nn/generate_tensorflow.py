"""Cases by TensorFlow and Keras in float64: python generate_tensorflow.py (written with TensorFlow 2.21, Keras 3)."""
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", TF_ENABLE_ONEDNN_OPTS="0")
import keras
import numpy as np
import tensorflow as tf

from cases import case, reals, rng, write

keras.backend.set_floatx("float64")
cases = []


def add(op, inputs, function, outputs=1, **attributes):
    """`function` takes tensors and gives one output or a list of `outputs`; None is an output that is not compared."""
    given = [None if a is None else tf.constant(a) for a in inputs]
    watched = [t for t in given if t is not None and t.dtype.is_floating]
    with tf.GradientTape() as tape:
        for t in watched:
            tape.watch(t)
        ys = function(*given)
        ys = list(ys) if outputs > 1 else [ys]
        cotangents = [None if y is None else reals(*y.shape) for y in ys]
        loss = tf.add_n([tf.reduce_sum(y * c) for y, c in zip(ys, cotangents) if y is not None])
    found = dict(zip([id(t) for t in watched], tape.gradient(loss, watched)))
    grads = [None if t is None or found.get(id(t)) is None else found[id(t)].numpy() for t in given]
    cases.append(case(op, inputs, [None if y is None else y.numpy() for y in ys], cotangents, grads, **attributes))


def with_bias(convolution):
    return lambda x, w, b: convolution(x, w) if b is None else convolution(x, w) + b


def add_conv(x, w, strides, padding, bias=True):
    run = {3: tf.nn.conv1d, 4: tf.nn.conv2d, 5: tf.nn.conv3d}[len(x)]
    steps = strides[0] if len(x) == 3 else [1, *strides, 1]
    add("conv", [reals(*x), reals(*w), reals(w[-1]) if bias else None],
        with_bias(lambda a, b: run(a, b, steps, padding.upper())), strides=strides, padding=padding)


add_conv((2, 7, 2), (3, 2, 3), [2], "same")
add_conv((1, 6, 3), (4, 3, 2), [1], "same", bias=False)
add_conv((2, 5, 6, 3), (3, 2, 3, 4), [2, 2], "same")
add_conv((1, 7, 5, 2), (3, 3, 2, 3), [3, 3], "same")
add_conv((1, 5, 5, 2), (2, 3, 2, 3), [1, 1], "valid")
add_conv((1, 4, 5, 3, 2), (3, 2, 2, 2, 3), [2, 2, 2], "same")
for padding, shape in (("same", (2, 6, 8, 3)), ("valid", (2, 7, 9, 3))):
    add("conv_backward_data", [reals(2, 3, 4, 2), reals(3, 3, 3, 2)],
        lambda y, w: tf.nn.conv2d_transpose(y, w, shape, 2, padding.upper()), strides=[2, 2], padding=padding, shape=list(shape))

ties = rng.integers(0, 3, (2, 5, 6, 2)).astype(np.float64)
for x in (ties, reals(2, 5, 6, 2)):
    for padding in ("same", "valid"):
        for pool, strides in (([2, 2], [2, 2]), ([3, 2], [1, 3])):
            arguments = dict(pool=pool, strides=strides, padding=padding)
            add("max_pool", [x], lambda t: tf.nn.max_pool2d(t, pool, strides, padding.upper()), **arguments)
            add("avg_pool", [x], lambda t: tf.nn.avg_pool2d(t, pool, strides, padding.upper()), **arguments)
add("max_pool", [reals(2, 7, 3)], lambda t: tf.nn.max_pool1d(t, 3, 2, "SAME"), pool=[3], strides=[2], padding="same")


def add_batch_norm(x):
    """Momentum 0 leaves the batch's own statistics in the moving ones."""
    layer = keras.layers.BatchNormalization(momentum=0.0, dtype="float64")
    layer.build(x)

    def run(a, gain, bias, _):
        mean, variance = tf.nn.moments(a, list(range(len(x) - 1)))
        layer(a, training=True)
        np.testing.assert_allclose(layer.moving_mean, mean, rtol=1e-10)
        np.testing.assert_allclose(layer.moving_variance, variance, rtol=1e-10)
        return [tf.nn.batch_normalization(a, mean, variance, bias, gain, 1e-3), mean, variance]
    add("batch_norm_training", [reals(*x), reals(x[-1]), reals(x[-1]), None], run, outputs=3)


add_batch_norm((3, 4, 2, 3))
add_batch_norm((5, 4))

for axis in (-1, 0, 1):
    add("softmax", [reals(3, 2, 4)], lambda t: tf.nn.softmax(t, axis), axis=axis)
    add("log_softmax", [reals(3, 2, 4)], lambda t: tf.nn.log_softmax(t, axis), axis=axis)

labels = rng.integers(0, 4, (3, 2)).astype(np.int32)
add("softmax_cross_entropy", [reals(3, 2, 4), labels], lambda x, t: tf.nn.sparse_softmax_cross_entropy_with_logits(t, x))
targets = reals(3, 4, low=0.1)
targets /= targets.sum(-1, keepdims=True)
targets = np.round(targets, 6)
targets[:, -1] = 1 - targets[:, :-1].sum(-1)
add("softmax_cross_entropy_dense", [reals(3, 4), targets], lambda x, t: tf.nn.softmax_cross_entropy_with_logits(t, x))
add("sigmoid_cross_entropy", [reals(3, 4, low=-40, high=40), reals(3, 4, low=0, high=1)], lambda x, t: tf.nn.sigmoid_cross_entropy_with_logits(t, x))


def add_recurrent(op, make, gates, bias_shape, states, mask=None, reverse=False, initial=False, **attributes):
    """Keras' own layer on our weights."""
    batch, steps, inputs, units = 3, 4, 3, 2
    layer = make(units, return_sequences=True, return_state=True, go_backwards=reverse, dtype="float64")
    layer.build((batch, steps, inputs))
    weights = [reals(inputs, gates * units), reals(units, gates * units), reals(*bias_shape(units))]
    x = reals(batch, steps, inputs)
    starts = [reals(batch, units) if initial else None for _ in range(states)]

    def run(x_, w, u, b, *rest):
        start, mask_ = list(rest[:states]), rest[states]
        options = ({"initial_state": start} if initial else {}) | ({} if mask_ is None else {"mask": mask_})
        y, *last = layer.stateless_call([w, u, b], [v.value for v in layer.non_trainable_variables], x_, **options)[0]
        if reverse:
            y = tf.reverse(y, [1])
        return [y, *last]
    add(op, [x, *weights, *starts, mask], run, outputs=1 + states, reverse=reverse, **attributes)


late = np.array([[1, 1, 0, 1], [0, 1, 1, 0], [1, 1, 1, 1]], dtype=bool)
for options in ({}, {"mask": late}, {"initial": True}, {"reverse": True}, {"reverse": True, "mask": late}, {"initial": True, "mask": late}):
    add_recurrent("lstm", keras.layers.LSTM, 4, lambda u: (4 * u,), 2, **options)
    add_recurrent("gru", keras.layers.GRU, 3, lambda u: (2, 3 * u), 1, **options, reset_after=True)
    add_recurrent("gru", lambda *a, **k: keras.layers.GRU(*a, reset_after=False, **k), 3, lambda u: (3 * u,), 1, **options, reset_after=False)
    add_recurrent("simple_rnn", keras.layers.SimpleRNN, 1, lambda u: (u,), 1, **options)


def add_steps(op, optimizer, states, **attributes):
    """Five steps; `states` are the initial values of the states, 'row' and 'column' for Adafactor's factors, a pair (value, ()) for a scalar."""
    param, gradients = reals(2, 3), [reals(2, 3) for _ in range(5)]
    variable = keras.Variable(param, dtype="float64")
    optimizer.build([variable])
    after = []
    for gradient in gradients:
        optimizer.apply([tf.constant(gradient)])
        after.append(np.array(variable))
    cases.append({**case(op, [param], after, **attributes), "gradients": case(op, gradients, [])["inputs"], "states": states, "rate": 0.125})


O = keras.optimizers
add_steps("sgd", O.SGD(0.125), [])
add_steps("sgd_momentum", O.SGD(0.125, momentum=0.9), [0], momentum=0.9)
add_steps("sgd_momentum", O.SGD(0.125, momentum=0.9, nesterov=True), [0], momentum=0.9, nesterov=True)
add_steps("adam", O.Adam(0.125), [0, 0])
add_steps("adam", O.Adam(0.125, beta_1=0.8, beta_2=0.9, epsilon=0.01), [0, 0], beta_1=0.8, beta_2=0.9, epsilon=0.01)
add_steps("adam_amsgrad", O.Adam(0.125, amsgrad=True), [0, 0, 0])
add_steps("adamax", O.Adamax(0.125), [0, 0])
add_steps("nadam", O.Nadam(0.125), [0, 0, "one"])
add_steps("rmsprop", O.RMSprop(0.125), [0])
add_steps("rmsprop_momentum", O.RMSprop(0.125, momentum=0.7), [0, 0], momentum=0.7)
add_steps("rmsprop_centered", O.RMSprop(0.125, momentum=0.7, centered=True), [0, 0, 0], momentum=0.7)
add_steps("adagrad", O.Adagrad(0.125), [0.1])
add_steps("adadelta", O.Adadelta(0.125), [0, 0])
add_steps("ftrl", O.Ftrl(0.125, l1_regularization_strength=0.1, l2_regularization_strength=0.2, l2_shrinkage_regularization_strength=0.05, beta=0.3), [0.1, 0],
          l1=0.1, l2=0.2, shrinkage=0.05, beta=0.3)
add_steps("lion", O.Lion(0.125), [0])
add_steps("lamb", O.Lamb(0.125), [0, 0])
add_steps("adafactor", O.Adafactor(0.125), ["row", "column"])

write("tensorflow.json", cases)
