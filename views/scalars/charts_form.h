#pragma once

#include "views/scalars_present/chart_settings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSlider;
class QToolButton;

namespace td::kit {
class SegmentedControl;
}

namespace td::scalars {

/// How all charts look: smoothing, axes, limits, outliers, legend.
class ChartsForm : public QWidget {
    Q_OBJECT
public:
    explicit ChartsForm(QWidget* parent = nullptr);

    void setSettings(const ChartSettings& settings); ///< no signal
    [[nodiscard]] const ChartSettings& settings() const { return m_settings; }
    void setChartCount(uint32_t charts);

Q_SIGNALS:
    /// `name` says what was changed, for the undo menu; equal names in a row are one step.
    void settingsChanged(const td::scalars::ChartSettings& settings, const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupHead();
    static void keepNarrow(QComboBox* box);
    void setupSmoothing();
    void setupAxes();
    void setupLimits();
    void setupGroups();
    void showPattern();
    void commitPattern();
    void addRow(int label, QWidget* field);
    void updateWords();
    void showSettings();
    void commit(const QString& name);
    void commitLimits();

    ChartSettings m_settings;
    uint32_t m_charts = 0;
    bool m_showing = false; ///< fields are being filled, not edited
    QLabel* m_title = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_reset = nullptr;
    QFormLayout* m_form = nullptr;
    std::vector<QLabel*> m_labels;
    QComboBox* m_smoothing = nullptr;
    QWidget* m_weightRow = nullptr;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox* m_weight = nullptr;
    QCheckBox* m_original = nullptr;
    kit::SegmentedControl* m_xMode = nullptr;
    kit::SegmentedControl* m_xScale = nullptr;
    kit::SegmentedControl* m_yScale = nullptr;
    QLineEdit* m_yMin = nullptr;
    QLineEdit* m_yMax = nullptr;
    QLabel* m_to = nullptr;
    QCheckBox* m_outliers = nullptr;
    QCheckBox* m_older = nullptr;
    QComboBox* m_legend = nullptr;
    QComboBox* m_groups = nullptr;
    QLineEdit* m_groupPattern = nullptr;
};

} // namespace td::scalars
