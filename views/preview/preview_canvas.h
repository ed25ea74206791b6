#pragma once

#include "views/preview/preview_content.h"

#include <QWidget>

namespace td::preview {

/// Paints pictures (scaled to fit, small ones in whole multiples without blur) or the bars of one histogram.
class PreviewCanvas : public QWidget {
    Q_OBJECT
public:
    explicit PreviewCanvas(QWidget* parent = nullptr);
    void setContent(const Content& content);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void paintImages(QPainter& painter) const;
    Content m_content;
};

} // namespace td::preview
