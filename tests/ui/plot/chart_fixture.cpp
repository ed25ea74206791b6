#include "tests/ui/plot/chart_fixture.h"

#include <atomic>
#include <cmath>
#include <QtGlobal>
#include <random>

namespace td::plot::test {
namespace {

std::atomic<int> warnings{0};
QtMessageHandler previous = nullptr;

void countWarnings(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    // The offscreen platform says this about every window; it is no fault of ours.
    if (type != QtDebugMsg && type != QtInfoMsg && !text.contains(QLatin1String("propagateSizeHints"))) ++warnings;
    if (previous) previous(type, context, text);
}

} // namespace

WarningCounter::WarningCounter() {
    warnings = 0;
    previous = qInstallMessageHandler(countWarnings);
}
WarningCounter::~WarningCounter() {
    qInstallMessageHandler(previous);
}
int WarningCounter::count() {
    return warnings;
}

std::vector<Line> sampleLines() {
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    const auto loss = [&](double floor, double speed, double noise) {
        return [=, &random, &normal](int64_t step) {
            return floor + 2.2 * std::exp(-speed * static_cast<double>(step) / 3000.0) +
                   noise * normal(random) * (.3 + std::exp(-static_cast<double>(step) / 9000.0));
        };
    };
    const SmoothingSetting smoothing{Smoothing::TimeWeightedEma, .9};
    std::vector<Line> lines;
    lines.push_back(makeLine("resnet20/sgd-cosine", 0, 31360, loss(.25, .8, .08), smoothing));
    lines.push_back(makeLine("resnet20/sgd-step", 1, 31360, loss(.36, .7, .08), smoothing));
    lines.push_back(makeLine("resnet20/adamw", 2, 24612, loss(.30, 1.1, .06), smoothing));
    lines.push_back(makeLine("wide-resnet16-4/wrn-mixup", 14, 31360, loss(.31, .6, .09), smoothing));
    auto hot = loss(.9, 1.5, .15);
    lines.push_back(makeLine(
        "resnet20/adam-hot", 15, 9900,
        [hot](int64_t step) { return step > 9842 ? std::nan("") : hot(step) + static_cast<double>(step) / 15000.0; },
        smoothing));
    lines[2].live = true;
    lines[4].crashed = true;
    return lines;
}

} // namespace td::plot::test
