#pragma once

#include "views/preview/preview_parts.h"

#include <QScrollArea>

class QGridLayout;
class QVBoxLayout;

namespace td::preview {

/// Things and their facts below each other: the waveform of each sound, how often a graph uses each operation.
///
/// Keys: arrows and Page Up/Down scroll; the values can be selected and copied.
/// Threads: GUI thread.
class PartsPage : public QScrollArea {
    Q_OBJECT
public:
    explicit PartsPage(QWidget* parent = nullptr);
    void setParts(const std::vector<Part>& parts);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addPart(QVBoxLayout& column, const Part& part);
};

} // namespace td::preview
