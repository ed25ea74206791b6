# shellcheck shell=bash
# What the scripts of this folder share, called with TENSORDESK SOURCE: a folder that goes away, a model and data in which everything that
# keeps a state is on (shuffling, noise in the data and in the net, dropout, batch normalization, accumulated gradients, moving averages, a
# schedule, callbacks that remember), and words for failing.
set -euo pipefail
program=$1 source=$2
export PATH=$(dirname "$program"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() { printf '%s\n' "$@" >&2; exit 1; }
# said FILE WORDS…: each of them must be in the file.
said() {
    local file=$1 words
    shift
    for words in "$@"; do grep -qF -- "$words" "$file" || fail "it does not say: $words" "$(cat "$file")"; done
}
no_litter() { [ -z "$(find "$1" -name '*.tmp')" ] || fail "files written aside are left:" "$(find "$1" -name '*.tmp')"; }
# The batches of the epoch under way that a checkpoint has behind it.
batch_of() { head -c 65536 "$1" | grep -aoE 'position[^}]*' | grep -oE 'batch[^0-9]*[0-9]+' | grep -oE '[0-9]+$'; }
# The command line that a training said to go on with.
resume_line() { sed -n 's/.*Go on with: //p' "$@" | tail -n 1; }
same_end() { # WHOLE PARTS
    cmp "$1/checkpoints/latest.tdck" "$2/checkpoints/latest.tdck" || fail "$2 did not end as $1 did"
    cmp "$1/history.csv" "$2/history.csv" || fail "$2 tells of its epochs otherwise than $1"
}

mkdir digits
for kind in images-idx3 labels-idx1; do
    cp "$source/resources/datasets/mnist/t10k-$kind-ubyte.gz" "digits/train-$kind-ubyte.gz"
done
cat >data.json <<'JSON'
{"format": "tensordesk-dataset", "version": 1, "name": "noisy digits", "source": {"path": "digits", "kind": "idx"},
 "split": {"rule": "random", "validation": 0.1, "seed": 1},
 "preprocess": [{"map": "rescale", "scale": 0.00392156862745098}, {"map": "gaussian_noise", "deviation": 0.05, "seed": 2, "column": "image"}]}
JSON
cat >model.json <<'JSON'
{"format": "tensordesk-model", "version": 1, "name": "stateful", "inputs": [{"name": "image", "shape": [28, 28]}],
 "layers": [{"class_name": "Flatten"}, {"class_name": "GaussianNoise", "config": {"stddev": 0.1}},
            {"class_name": "Dense", "name": "hidden", "config": {"units": 16, "activation": "relu"}},
            {"class_name": "BatchNormalization"}, {"class_name": "Dropout", "config": {"rate": 0.3}},
            {"class_name": "Dense", "name": "digit", "config": {"units": 10, "activation": "softmax"}}],
 "training": {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "batch_size": 6, "epochs": 10, "seed": 3,
              "callbacks": [{"class_name": "EarlyStopping", "config": {"patience": 9, "restore_best_weights": true}},
                            {"class_name": "BackupAndRestore", "config": {"seconds": 0.02}}],
              "optimizer": {"class_name": "Adam", "config": {"gradient_accumulation_steps": 4, "use_ema": true,
                "learning_rate": {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.005, "decay_steps": 10000}}}}}}
JSON
train() { "$program" train "$@" --threads 1; } # not for the background: $! would be a shell's number

# A model whose activations, not its weights, are what takes memory.
wide_model() {
    cat <<'JSON'
{"format": "tensordesk-model", "version": 1, "name": "wide", "inputs": [{"name": "image", "shape": [28, 28, 1]}],
 "layers": [{"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3, "padding": "same"}}, {"class_name": "BatchNormalization"},
            {"class_name": "ReLU"},
            {"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3, "padding": "same"}}, {"class_name": "BatchNormalization"},
            {"class_name": "ReLU"}, {"class_name": "GlobalAveragePooling2D"},
            {"class_name": "Dense", "config": {"units": 10, "activation": "softmax"}}],
 "training": {"loss": "sparse_categorical_crossentropy", "batch_size": 100, "steps_per_epoch": 5, "epochs": 4, "seed": 1}}
JSON
}
