#pragma once

#include "engine/runlog/payload.h"

#include <QWidget>

namespace td::preview {

/// The waveform of a clip: channels below each other, silence in the middle, full scale at the edges; seconds below.
///
/// Threads: GUI thread.
class WavePicture : public QWidget {
    Q_OBJECT
public:
    explicit WavePicture(QWidget* parent = nullptr);
    void setWave(std::vector<std::vector<runlog::WavePeak>> channels, double seconds);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateWords();
    void paintTime(QPainter& painter, const QRectF& frame) const;
    std::vector<std::vector<runlog::WavePeak>> m_channels;
    double m_seconds = 0;
};

} // namespace td::preview
