#!/usr/bin/env python3
"""Writes signal.json: frames and spectra as NumPy, TensorFlow and Keras make them.

Run it with a Python that has tensorflow 2.21 and keras 3:  python make_signal.py > signal.json
"""
import keras
import numpy as np
import tensorflow as tf

from cases import add, write

rng = np.random.default_rng(20261122)


def normal(*shape):
    return np.round(rng.normal(size=shape), 4)


x = normal(2, 11)
add("frame", [x], tf.signal.frame(x, 4, 3), length=4, step=3)
frames = normal(2, 3, 4)
add("overlap_add", [frames], tf.signal.overlap_and_add(frames, 2), step=2)
whole = rng.integers(-9, 9, (3, 4)).astype(np.int32)
add("overlap_add", [whole], tf.signal.overlap_and_add(whole, 1), step=1)

for samples, length in ((7, 7), (16, 16), (10, 16), (30, 30), (9, 4), (1, 1)):
    x = normal(2, samples)
    y = np.fft.rfft(x, length)
    add("rfft", [x], [y.real, y.imag], length=length)
    re, im = normal(2, length // 2 + 1), normal(2, length // 2 + 1)
    add("irfft", [re, im], np.fft.irfft(re + 1j * im, length), length=length)

# TensorFlow's windows of odd length are not periodic, so lengths are even here; an odd one follows below.
for length, stride, transform, window, center in ((8, 4, 8, "hann", True), (6, 3, 10, "hamming", True),
                                                  (8, 2, 16, "hann", False), (4, 5, 6, None, True), (6, 2, 9, "hann", False)):
    x = normal(2, 25)
    real, imag = keras.ops.stft(x, length, stride, transform, window, center)
    options = {"sequence_length": length, "sequence_stride": stride, "fft_length": transform, "window": window or "none",
               "center": center}
    add("stft", [x], [real, imag], 1e-10, **options)
    re, im = normal(2, 5, transform // 2 + 1), normal(2, 5, transform // 2 + 1)
    if window == "hann" and stride * 2 > length:
        continue
    add("istft", [re, im], keras.ops.istft((re, im), length, stride, transform, None, window, center), 1e-10, **options)
    add("istft", [re, im], keras.ops.istft((re, im), length, stride, transform, 7, window, center), 1e-10, length=7, **options)

x, count = normal(9), np.arange(5)
window = 0.5 - 0.5 * np.cos(2 * np.pi * count / 5)
y = np.stack([np.fft.rfft(window * x[i:i + 5]) for i in (0, 2, 4)])
add("stft", [x], [y.real, y.imag], sequence_length=5, sequence_stride=2, fft_length=5, window="hann", center=False)

for bands, bins, rate, lower, upper in ((20, 129, 8000.0, 125.0, 3800.0), (5, 33, 16000.0, 0.0, 8000.0)):
    add("mel_weights", [], tf.signal.linear_to_mel_weight_matrix(bands, bins, rate, lower, upper, tf.float64), 1e-9,
        mel_bins=bands, spectrogram_bins=bins, sample_rate=rate, lower=lower, upper=upper, dtype=np.dtype(np.float64))

write(f"numpy {np.__version__}, tensorflow {tf.__version__} and keras {keras.__version__}, by make_signal.py beside this file")
