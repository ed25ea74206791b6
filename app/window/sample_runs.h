#pragma once

#include "app/window/curve_picture.h"

#include <memory>
#include <QList>
#include <QObject>
#include <QString>
#include <thread>

namespace td::app {

/// A folder of real logs that came with the program.
struct Sample {
    QString id; ///< folder name below the samples, "." for all of them
    QString path;
};

/// The samples beside the program (installed or in the build tree); empty where there are none.
[[nodiscard]] QList<Sample> findSamples();

/// What a card shows of a sample.
struct SampleFacts {
    QString id;
    CurvePicture picture;
    int runs = 0, tags = 0;
    quint64 points = 0;
};

/// Reads the samples on a thread of its own, one after the other.
///
/// Threads: GUI thread; found() arrives there. The destructor stops the reading.
class SampleReader : public QObject {
    Q_OBJECT
public:
    explicit SampleReader(QObject* parent = nullptr);
    ~SampleReader() override;
    void read(const QList<Sample>& samples);

Q_SIGNALS:
    void found(const td::app::SampleFacts& facts);

private:
    std::jthread m_thread;
};

} // namespace td::app
