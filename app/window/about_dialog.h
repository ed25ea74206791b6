#pragma once

#include <QDialog>

namespace td::app {

/// Version, licence, and every third-party part with its own; "Copy diagnostics" for a report.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace td::app
