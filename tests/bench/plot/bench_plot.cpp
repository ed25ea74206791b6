// Frames of a PlotWidget painted offscreen while it is panned and zoomed by mouse events.
// Prints JSON lines of kind "frame": scene, items, width, height, scale, frame_ms_p50, _p95, _max, and cpu_ms_p50: the
// processor time of all threads in a frame, which other programs on the machine disturb less. Every line of the
// chart is noisy, smoothed, and has its original behind, which is the most that a frame can ask for.
//   bench_plot --json [--frames N] [--scene N]

#include "views/plot/plot_widget.h"
#include "views/plot_present/plot_series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QImage>
#include <QMouseEvent>
#include <QProcess>
#include <QWheelEvent>
#include <random>

namespace {

using namespace td::plot;

constexpr int kWidth = 1280, kHeight = 720;

struct Scene {
    const char* name;
    int lines;
    size_t points;
    bool smoothed;
};
constexpr Scene kScenes[] = {{"lines 1x10M", 1, 10'000'000, false},
                             {"lines 10x1M", 10, 1'000'000, false},
                             {"lines 10x1M smoothed", 10, 1'000'000, true},
                             {"lines 1x10M smoothed", 1, 10'000'000, true}};

std::shared_ptr<const PlotSeries> noisyLine(size_t count, unsigned seed, bool smoothed) {
    auto series = std::make_shared<td::runlog::Series>();
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    series->steps.resize(count);
    series->walls.resize(count);
    series->values.resize(count);
    for (size_t i = 0; i < count; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(count);
        series->steps[i] = static_cast<int64_t>(i);
        series->walls[i] = 1.7e9 + static_cast<double>(i);
        series->values[i] = .2 + .1 * seed + 2 * std::exp(-4 * part) + .15 * normal(random);
    }
    return PlotSeries::build(series, XMode::Step, {smoothed ? Smoothing::Ema : Smoothing::None, .6});
}

std::vector<Line> linesOf(const Scene& scene) {
    std::vector<Line> lines;
    for (int i = 0; i < scene.lines; ++i) {
        Line line;
        line.id = line.label = "run " + std::to_string(i);
        line.slot = i;
        line.points = noisyLine(scene.points, static_cast<unsigned>(i), scene.smoothed);
        lines.push_back(std::move(line));
    }
    return lines;
}

double loadAverage() {
    double load[1] = {0};
    return getloadavg(load, 1) == 1 ? load[0] : 0;
}

double processorMs() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Times {
    std::vector<double> frame, processor; ///< ms
};

class Player {
public:
    Player(PlotWidget& plot, double scale)
        : m_plot(plot)
        , m_image(plot.size() * scale, QImage::Format_RGB32) {
        m_image.setDevicePixelRatio(scale);
    }
    Times pan(int frames) {
        QPointF at(640, 300);
        m_plot.setZoom({inner(m_plot.xRange()), {}});
        mouse(QEvent::MouseButtonPress, at);
        const auto times =
            measure(frames, [&](int i) { mouse(QEvent::MouseMove, at + QPointF(7.0 * i, 1.5 * (i % 40))); });
        mouse(QEvent::MouseButtonRelease, at);
        return times;
    }
    Times zoom(int frames) {
        m_plot.setZoom({});
        return measure(frames, [&](int i) { wheel(i % 40 < 20 ? 40 : -40); });
    }

private:
    static Range inner(Range r) { return {r.lo + .4 * r.length(), r.lo + .9 * r.length()}; }
    template <class Step>
    Times measure(int frames, Step&& step) {
        Times times;
        for (int i = 0; i < frames; ++i) {
            const double before = processorMs();
            QElapsedTimer timer;
            timer.start();
            step(i);
            m_plot.render(&m_image);
            times.frame.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            times.processor.push_back(processorMs() - before);
        }
        return times;
    }
    void mouse(QEvent::Type type, QPointF at) {
        const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::MiddleButton;
        QMouseEvent event(type, at, m_plot.mapToGlobal(at), button, Qt::MiddleButton, Qt::NoModifier);
        QApplication::sendEvent(&m_plot, &event);
    }
    void wheel(int angle) {
        const QPointF at(700, 300);
        QWheelEvent event(at, m_plot.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&m_plot, &event);
    }

    PlotWidget& m_plot;
    QImage m_image;
};

double percentile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

void print(const Scene& scene, const char* what, double scale, const Times& times, double load) {
    std::printf("{\"kind\":\"frame\",\"framework\":\"tensordesk\",\"version\":\"%s\",\"scene\":\"%s "
                "%s\",\"items\":%zu,\"width\":%d,"
                "\"height\":%d,\"scale\":%g,\"frame_ms_p50\":%.2f,\"frame_ms_p95\":%.2f,\"frame_ms_max\":%.2f,\"cpu_ms_"
                "p50\":%.2f,\"load_"
                "before\":%.2f,"
                "\"at\":\"%s\"}\n",
                TD_VERSION, scene.name, what, scene.points * static_cast<size_t>(scene.lines), kWidth, kHeight, scale,
                percentile(times.frame, .5), percentile(times.frame, .95), percentile(times.frame, 1),
                percentile(times.processor, .5), load,
                qPrintable(QDateTime::currentDateTimeUtc().toString(Qt::ISODate)));
    std::fflush(stdout);
}

/// `only`: the number of one scene; negative: all.
void runScenes(double scale, int frames, int only) {
    for (const Scene& scene : kScenes) {
        if (only >= 0 && &scene != kScenes + only) continue;
        PlotWidget plot;
        plot.resize(kWidth, kHeight);
        plot.setLines(linesOf(scene));
        plot.show();
        QApplication::processEvents();
        const double load = loadAverage();
        Player player(plot, scale);
        player.zoom(3); // fonts and caches
        print(scene, "zoom", scale, player.zoom(frames), load);
        print(scene, "pan", scale, player.pan(frames), load);
    }
}

/// The scale factor is read once, when the application starts: one process each.
int runChild(const QString& program, const char* scale, int frames, int only) {
    qputenv("QT_SCALE_FACTOR", scale);
    return QProcess::execute(program,
                             {QStringLiteral("--scale"), QString::fromLatin1(scale), QStringLiteral("--frames"),
                              QString::number(frames), QStringLiteral("--scene"), QString::number(only)});
}

} // namespace

int main(int argc, char** argv) {
    double scale = 0;
    int frames = 200, only = -1;
    for (int i = 1; i + 1 < argc; ++i) {
        if (!std::strcmp(argv[i], "--scale")) scale = std::atof(argv[i + 1]);
        if (!std::strcmp(argv[i], "--scene")) only = std::atoi(argv[i + 1]);
        if (!std::strcmp(argv[i], "--frames")) frames = std::max(1, std::atoi(argv[i + 1]));
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (scale == 0) {
        const QCoreApplication application(argc, argv);
        for (const char* factor : {"1", "1.5", "2"})
            if (const int failed = runChild(application.applicationFilePath(), factor, frames, only)) return failed;
        return 0;
    }
    const QApplication application(argc, argv);
    runScenes(scale, frames, only);
    return 0;
}
