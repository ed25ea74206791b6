#include "app/cli/verbs.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace td::cli {
namespace {

constexpr Verb kVerbs[] = {
    {"inspect", "say everything that is in some run logs",
     "Usage: tensordesk inspect [--json] PATH...\n\n"
     "Reads every event file below each PATH (a folder or a file; NAME:PATH names it) at full resolution and prints\n"
     "each run with its files, tags, points, steps and values.\n\n"
     "  --json   everything as JSON: {\"runs\": {RUN: {\"format\", \"files\", \"tags\", ...}}}\n"
     "  --help   this text\n",
     runInspect},
    {"doctor", "find what is damaged or odd in some run logs",
     "Usage: tensordesk doctor [--json] PATH...\n\n"
     "Looks for damaged records, restarts, two writers in a folder, repeated and falling steps, clock jumps, values "
     "that\n"
     "are no numbers, and equal run names; says for each what was done and what you can do.\n\n"
     "  --json   as JSON: {\"runs\", \"files\", \"points\", \"issues\": [...]}\n"
     "  --help   this text\n\n"
     "Exit code: 0 when nothing needs attention, 1 when something does, 2 when nothing could be read.\n",
     runDoctor},
    {"chart", "draw or export the points of a tag",
     "Usage: tensordesk chart --tag TAG... [options] PATH...\n\n"
     "  --tag TAG          a scalar tag; may be given several times\n"
     "  --run REGEX        only runs in whose name the regular expression (RE2) is found\n"
     "  --out FILE         .svg .pdf .png (a picture), .csv .json (all points); without it CSV goes to standard "
     "output\n"
     "  --help             this text\n\n"
     "Of pictures only:\n"
     "  --size WxH         size in pixels, each side up to 20000 (960x540)\n"
     "  --smoothing W      weight of the debiased moving average, 0 to 0.999 (0)\n"
     "  --x AXIS           step, relative or wall (step)\n"
     "  --log-y            logarithmic vertical axis\n",
     runChart},
    {"ops", "list the operations that models are made of",
     "Usage: tensordesk ops [--json] [NAME...]\n\n"
     "Prints every operation with how gradients flow through it and what computes it, or all about those named.\n\n"
     "  --json   as JSON: {\"ops\": [{\"name\", \"family\", \"inputs\", \"attributes\", \"gradient\", \"kernels\", "
     "...}]}\n"
     "  --help   this text\n",
     runOps},
    {"train", "train a model on some data",
     "Usage: tensordesk train MODEL.json --data SPEC [options]\n"
     "       tensordesk train --resume RUN [options]\n\n"
     "MODEL.json is a model of Tensordesk or what Keras' to_json writes; SPEC a file or folder of data, or a small "
     "JSON\n"
     "file that describes them (docs/formats). Logs, checkpoints and the model go to the run's folder.\n\n"
     "  --data SPEC        what to train on\n"
     "  --logdir DIR       the run's folder (runs/NAME-N); one that holds a training already is refused, --resume goes "
     "on with it\n"
     "  --epochs N         passes over the training data\n"
     "  --batch N          examples a step\n"
     "  --optimizer NAME   sgd, adam, adamw, rmsprop, ...\n"
     "  --loss NAME        mean_squared_error, sparse_categorical_crossentropy, ...\n"
     "  --lr RATE          learning rate, above 0\n"
     "  --seed N           of weights, order and noise; the same seed gives the same run\n"
     "  --threads N        (all cores)\n"
     "  --memory-limit N   bytes, or 512M, 2G: what does not fit is said before the first step\n"
     "  --resume RUN       go on from a run's folder or a checkpoint, to the number of epochs\n"
     "  --set KEY=VALUE    change a value of MODEL.json: training.loss=mse, layers.hidden.config.units=64\n"
     "  --json             one JSON object a line instead of a progress bar\n"
     "  --help             this text\n\n"
     "Ctrl+C saves a checkpoint and says how to go on; a second one ends at once.\n"
     "Exit code: 0 when trained, 2 when something went wrong, 130 after Ctrl+C (143 after SIGTERM).\n",
     runTrain},
    {"evaluate", "measure a trained model on some data",
     "Usage: tensordesk evaluate RUN|CHECKPOINT [--data SPEC] [--part test|validation|train] [--json]\n\n"
     "Prints the loss and the metrics that the model was trained with, over the test part of the data (the validation\n"
     "part where there is none, all of them where they have no parts), and which weights they are of: a run's best "
     "ones (checkpoints/best.tdck), or those "
     "of\n"
     "the checkpoint that is named.\n\n"
     "  --data SPEC   a file, a folder, or a specification; by default what the run was trained on\n"
     "  --part NAME   which part of the data; one that is not there is refused\n"
     "  --batch N     examples at once (256)\n"
     "  --threads N   (all cores)\n"
     "  --json        as JSON\n"
     "  --help        this text\n",
     runEvaluate},
    {"predict", "let a trained model say what it thinks",
     "Usage: tensordesk predict RUN|CHECKPOINT [--json] INPUT...\n\n"
     "INPUT is a file or folder of data as for training, a picture, a row of a table (5.1,3.5,1.4,0.2) or a text. It "
     "is\n"
     "prepared as the training's data were: the same classes and words, the same means and deviations. Labels may be\n"
     "there or not. Prints one line an example: the class and its probability, or the numbers, in the units that the\n"
     "data have; of a series with the step that they are for.\n\n"
     "  --limit N     at most so many examples of each input, of a series the last ones (20; 0: all)\n"
     "  --threads N   (all cores)\n"
     "  --json        one JSON object a line, with all numbers\n"
     "  --help        this text\n",
     runPredict},
    {"summary", "list a model's layers with what they cost",
     "Usage: tensordesk summary [options] MODEL.json|RUN|CHECKPOINT\n\n"
     "Prints each layer with its output, parameters, multiply-adds and activations of one example, before any step;\n"
     "and, where the model says what it is trained for, the memory that training allocates, to the byte.\n\n"
     "  --depth N     unfold blocks and nested models so far (1: each is one row)\n"
     "  --expand      unfold all of them\n"
     "  --batch N     examples a step (the model's batch_size, or 32)\n"
     "  --data SPEC   take sizes and labels from these data, where the model leaves them open\n"
     "  --threads N   that train (all cores)\n"
     "  --json        as JSON\n"
     "  --help        this text\n",
     runSummary},
    {"data", "say what is in some data",
     "Usage: tensordesk data [--json] SPEC\n\n"
     "Prints the columns that were found with their types, ranges, classes and missing values, how the rows are "
     "split,\n"
     "and what could not be read.\n\n"
     "  --json   as JSON\n"
     "  --help   this text\n",
     runData},
    {"screenshots", "paint every view of the window into files",
     "Usage: tensordesk screenshots --out DIR [PATH]\n\n"
     "Starts the window program without a display and saves each view in each of its states, light and dark, in\n"
     "each language, as PNG with an index.json.\n\n"
     "  --out DIR   the folder to write to; it is made if it is not there\n"
     "  --help      this text\n",
     runScreenshots},
    {"help", "list the verbs, or explain one", "Usage: tensordesk help [VERB]\n", runHelp},
    {"version", "print the version", "Usage: tensordesk version\n", runVersion},
};

} // namespace

std::span<const Verb> verbs() {
    return kVerbs;
}

const Verb* findVerb(std::string_view name) {
    const auto at = std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const Verb& v) { return name == v.name; });
    return at == std::end(kVerbs) ? nullptr : at;
}

int wrongUsage(const Verb& verb, const std::string& sentence) {
    std::fprintf(stderr, "tensordesk %s: %s\nTry 'tensordesk %s --help'.\n", verb.name, sentence.c_str(), verb.name);
    return kWrongUsage;
}

} // namespace td::cli
