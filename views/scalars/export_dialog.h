#pragma once

#include "engine/base/result.h"
#include "views/plot_present/plot_types.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace td::plot {
class PlotWidget;
}

namespace td::scalars {

/// Exports a chart: a picture (SVG, PDF, PNG, clipboard) as it is seen, or all points (CSV, JSON) whatever is seen.
///
/// The chart may go away while the dialog is open: it then says so. Data files are written on a worker.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    enum class Format { Svg, Pdf, Png, Clipboard, Csv, Json };
    explicit ExportDialog(plot::PlotWidget* plot, QWidget* parent = nullptr);

    void setFormat(Format format);
    /// Writes to `path` (not used for the clipboard) and closes when that went well.
    void exportTo(const QString& path);

Q_SIGNALS:
    void exported(const QString& path);

private:
    void setupFields();
    void updateFields();
    void askForPath();
    [[nodiscard]] Format format() const;
    [[nodiscard]] QString suffix() const;
    void finish(const Result<void>& result, const QString& path);

    QPointer<plot::PlotWidget> m_plot;
    QComboBox* m_format = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
    QDoubleSpinBox* m_scale = nullptr;
    QComboBox* m_theme = nullptr;
    QCheckBox* m_legend = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_button = nullptr;
};

} // namespace td::scalars
