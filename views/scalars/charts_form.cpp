#include "views/scalars/charts_form.h"

#include "views/kit/segmented_control.h"
#include "views/kit/theme.h"
#include "views/scalars_present/run_groups.h"

namespace td::scalars {
namespace {

using kit::FontId;
using kit::Theme;

enum RowLabel {
    SmoothingLabel,
    NoLabel,
    OriginalLabel,
    XLabel,
    XScaleLabel,
    YScaleLabel,
    LimitsLabel,
    OutliersLabel,
    OlderLabel,
    GroupsLabel,
    PatternLabel,
    LegendLabel,
    LabelCount
};

/// An empty or unreadable text is no limit.
std::optional<double> limitOf(const QString& text) {
    bool ok = false;
    double value = QLocale().toDouble(text.trimmed(), &ok);
    if (!ok) value = QLocale::c().toDouble(text.trimmed(), &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString limitText(const std::optional<double>& limit) {
    return limit ? QLocale().toString(*limit, 'g', 10) : QString();
}

} // namespace

ChartsForm::ChartsForm(QWidget* parent)
    : QWidget(parent)
    , m_labels(LabelCount, nullptr) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setupHead();
    m_form = new QFormLayout;
    m_form->setContentsMargins(12, 0, 12, 12);
    m_form->setVerticalSpacing(8);
    m_form->setHorizontalSpacing(8);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(m_form);
    setupSmoothing();
    setupAxes();
    setupLimits();
    setupGroups();
    updateWords();
    showSettings();
}

void ChartsForm::setupHead() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 4, 4);
    row->setSpacing(8);
    m_title = new QLabel(this);
    m_title->setFont(Theme::font(FontId::BodyStrong));
    m_count = new QLabel(this);
    m_count->setFont(Theme::font(FontId::Small));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_reset = new QToolButton(this);
    m_reset->setAutoRaise(true);
    m_reset->setFixedSize(28, 28);
    m_reset->setIcon(Theme::instance().icon(QStringLiteral("reset")));
    connect(m_reset, &QToolButton::clicked, this, [this] {
        m_settings = {};
        showSettings();
        commit(tr("Reset charts"));
    });
    row->addWidget(m_title);
    row->addWidget(m_count);
    row->addStretch();
    row->addWidget(m_reset);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void ChartsForm::addRow(int label, QWidget* field) {
    m_labels[static_cast<size_t>(label)] = new QLabel(this);
    QLabel* made = m_labels[static_cast<size_t>(label)];
    made->setFixedWidth(76);
    made->setForegroundRole(QPalette::PlaceholderText);
    made->setBuddy(field);
    field->setFixedHeight(28);
    m_form->addRow(made, field);
}

/// A box remembers the width of its longest item in the language it was made in; a width of its own does not change.
void ChartsForm::keepNarrow(QComboBox* box) {
    constexpr int kLetters = 8;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kLetters);
}

void ChartsForm::setupSmoothing() {
    m_smoothing = new QComboBox(this);
    keepNarrow(m_smoothing);
    for (int i = 0; i < 6; ++i)
        m_smoothing->addItem({});
    addRow(SmoothingLabel, m_smoothing);
    m_weightRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_weightRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_slider = new QSlider(Qt::Horizontal, m_weightRow);
    m_slider->setRange(0, 999);
    m_weight = new QDoubleSpinBox(m_weightRow);
    m_weight->setRange(0, 0.999);
    m_weight->setDecimals(3);
    m_weight->setSingleStep(0.01);
    m_weight->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_weight->setAlignment(Qt::AlignRight);
    m_weight->setFixedWidth(56);
    row->addWidget(m_slider, 1);
    row->addWidget(m_weight);
    addRow(NoLabel, m_weightRow);
    m_original = new QCheckBox(this);
    addRow(OriginalLabel, m_original);
    connect(m_smoothing, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.smoothing.kind = static_cast<plot::Smoothing>(index);
        m_weightRow->setEnabled(index > 0);
        commit(tr("Smoothing"));
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        if (m_showing) return;
        m_settings.smoothing.weight = value / 1000.0;
        showSettings();
        commit(tr("Smoothing"));
    });
    connect(m_weight, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (m_showing) return;
        m_settings.smoothing.weight = value;
        showSettings();
        commit(tr("Smoothing"));
    });
    connect(m_original, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.showOriginal = on;
        commit(tr("Original behind"));
    });
}

void ChartsForm::setupAxes() {
    m_xMode = new kit::SegmentedControl(this);
    m_xScale = new kit::SegmentedControl(this);
    m_yScale = new kit::SegmentedControl(this);
    addRow(XLabel, m_xMode);
    addRow(XScaleLabel, m_xScale);
    addRow(YScaleLabel, m_yScale);
    connect(m_xMode, &kit::SegmentedControl::currentIndexChanged, this, [this](int index) {
        m_settings.xMode = static_cast<plot::XMode>(index);
        commit(tr("X axis"));
    });
    connect(m_xScale, &kit::SegmentedControl::currentIndexChanged, this, [this](int index) {
        m_settings.xScale = static_cast<plot::XScale>(index);
        commit(tr("X scale"));
    });
    connect(m_yScale, &kit::SegmentedControl::currentIndexChanged, this, [this](int index) {
        m_settings.yScale = static_cast<plot::YScale>(index);
        commit(tr("Y scale"));
    });
}

void ChartsForm::setupLimits() {
    auto* limits = new QWidget(this);
    auto* row = new QHBoxLayout(limits);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_yMin = new QLineEdit(limits);
    m_yMax = new QLineEdit(limits);
    m_to = new QLabel(limits);
    m_to->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_yMin, 1);
    row->addWidget(m_to);
    row->addWidget(m_yMax, 1);
    addRow(LimitsLabel, limits);
    m_outliers = new QCheckBox(this);
    addRow(OutliersLabel, m_outliers);
    m_older = new QCheckBox(this);
    addRow(OlderLabel, m_older);
    connect(m_yMin, &QLineEdit::editingFinished, this, &ChartsForm::commitLimits);
    connect(m_yMax, &QLineEdit::editingFinished, this, &ChartsForm::commitLimits);
    connect(m_outliers, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.ignoreOutliers = on;
        commit(tr("Outliers"));
    });
    connect(m_older, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.showOlder = on;
        commit(tr("Older points"));
    });
}

void ChartsForm::setupGroups() {
    m_groups = new QComboBox(this);
    keepNarrow(m_groups);
    for (int i = 0; i < 3; ++i)
        m_groups->addItem({});
    addRow(GroupsLabel, m_groups);
    m_groupPattern = new QLineEdit(this);
    addRow(PatternLabel, m_groupPattern);
    m_legend = new QComboBox(this);
    keepNarrow(m_legend);
    for (int i = 0; i < 4; ++i)
        m_legend->addItem({});
    addRow(LegendLabel, m_legend);
    connect(m_groups, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.grouping = static_cast<Grouping>(index);
        showPattern();
        commit(tr("Groups of runs"));
    });
    connect(m_groupPattern, &QLineEdit::editingFinished, this, &ChartsForm::commitPattern);
    connect(m_legend, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.tooltipOrder = static_cast<plot::TooltipOrder>(index);
        commit(tr("Order of the legend"));
    });
}

void ChartsForm::showPattern() {
    const bool wanted = m_settings.grouping == Grouping::Pattern;
    m_groupPattern->setVisible(wanted);
    m_labels[PatternLabel]->setVisible(wanted);
}

/// What is no expression groups nothing; the field says why.
void ChartsForm::commitPattern() {
    const std::string pattern = m_groupPattern->text().toStdString();
    const std::string problem = RunGroups::problemOf(pattern);
    m_groupPattern->setToolTip(problem.empty()
                                   ? tr("What it finds in a run's name, or its first parenthesis, names the group")
                                   : tr("This is no valid expression: %1.").arg(QString::fromStdString(problem)));
    if (!problem.empty() || pattern == m_settings.groupPattern) return;
    m_settings.groupPattern = pattern;
    commit(tr("Groups of runs"));
}

void ChartsForm::commitLimits() {
    auto lo = limitOf(m_yMin->text()), hi = limitOf(m_yMax->text());
    if (lo && hi && *lo > *hi) std::swap(lo, hi); // typed in the other order: the same interval
    if (lo && hi && *lo == *hi) hi.reset();
    const bool changed = lo != m_settings.yMin || hi != m_settings.yMax;
    m_settings.yMin = lo;
    m_settings.yMax = hi;
    showSettings();
    if (changed) commit(tr("Y limits"));
}

void ChartsForm::commit(const QString& name) {
    if (!m_showing) Q_EMIT settingsChanged(m_settings, name);
}

void ChartsForm::setSettings(const ChartSettings& settings) {
    m_settings = settings;
    showSettings();
}

void ChartsForm::setChartCount(uint32_t charts) {
    m_charts = charts;
    m_count->setText(tr("all %Ln", nullptr, static_cast<int>(charts)));
}

void ChartsForm::showSettings() {
    m_showing = true;
    const ChartSettings s = m_settings;
    m_smoothing->setCurrentIndex(static_cast<int>(s.smoothing.kind));
    m_weightRow->setEnabled(s.smoothing.kind != plot::Smoothing::None);
    m_slider->setValue(qRound(s.smoothing.weight * 1000));
    m_weight->setValue(s.smoothing.weight);
    m_original->setChecked(s.showOriginal);
    m_xMode->setCurrentIndex(static_cast<int>(s.xMode));
    m_xScale->setCurrentIndex(static_cast<int>(s.xScale));
    m_yScale->setCurrentIndex(static_cast<int>(s.yScale));
    m_yMin->setText(limitText(s.yMin));
    m_yMax->setText(limitText(s.yMax));
    m_outliers->setChecked(s.ignoreOutliers);
    m_older->setChecked(s.showOlder);
    m_legend->setCurrentIndex(static_cast<int>(s.tooltipOrder));
    m_groups->setCurrentIndex(static_cast<int>(s.grouping));
    m_groupPattern->setText(QString::fromStdString(s.groupPattern));
    m_settings = s;
    showPattern();
    m_showing = false;
}

void ChartsForm::updateWords() {
    m_showing = true;
    m_title->setText(tr("Charts"));
    m_reset->setAccessibleName(tr("Reset to the defaults"));
    m_reset->setToolTip(tr("Reset to the defaults"));
    const QString labels[LabelCount] = {
        tr("Smoothing"), {},           {}, tr("X axis"), tr("X scale"), tr("Y scale"), tr("Y limits"), tr("Outliers"),
        tr("Restarts"),  tr("Groups"), {}, tr("Legend")};
    for (int i = 0; i < LabelCount; ++i)
        m_labels[static_cast<size_t>(i)]->setText(labels[i]);
    const QString smoothings[] = {tr("None"),     tr("EMA"),          tr("Time-weighted EMA"),
                                  tr("Gaussian"), tr("Running mean"), tr("Running median")};
    for (int i = 0; i < 6; ++i)
        m_smoothing->setItemText(i, smoothings[i]);
    const QString orders[] = {tr("Nearest first"), tr("Highest first"), tr("Lowest first"), tr("By name")};
    for (int i = 0; i < 4; ++i)
        m_legend->setItemText(i, orders[i]);
    const QString groups[] = {tr("None"), tr("By folder"), tr("By pattern")};
    for (int i = 0; i < 3; ++i)
        m_groups->setItemText(i, groups[i]);
    m_groups->setAccessibleName(tr("Groups of runs"));
    m_groups->setToolTip(tr("Draw the mean of several runs with a band of one standard deviation"));
    m_groupPattern->setPlaceholderText(tr("Pattern, such as ^(.*)-seed"));
    m_groupPattern->setAccessibleName(tr("Pattern of the groups"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_slider->setAccessibleName(tr("Amount of smoothing"));
    m_slider->setToolTip(tr("Amount of smoothing (arrow keys)"));
    m_weight->setAccessibleName(tr("Amount of smoothing as a number"));
    m_original->setText(tr("Original behind"));
    m_xMode->setOptions({tr("Step"), tr("Relative"), tr("Wall")},
                        {tr("Training step"), tr("Time since the run began"), tr("Date and time")});
    m_xMode->setName(tr("X axis"));
    m_xScale->setOptions({tr("Linear"), tr("Log")});
    m_xScale->setName(tr("X scale"));
    m_yScale->setOptions({tr("Linear"), tr("Log"), tr("Symlog")});
    m_yScale->setName(tr("Y scale"));
    m_to->setText(tr("to"));
    m_yMin->setPlaceholderText(tr("auto"));
    m_yMax->setPlaceholderText(tr("auto"));
    m_yMin->setAccessibleName(tr("Lowest y"));
    m_yMax->setAccessibleName(tr("Highest y"));
    m_outliers->setText(tr("Keep out of the fit"));
    m_outliers->setToolTip(tr("Fit the y axis to the 5th to 95th percentile"));
    m_older->setText(tr("Show older points"));
    m_older->setToolTip(tr("Draw what a restarted run wrote again, dashed, as a line of its own (↺)"));
    m_legend->setAccessibleName(tr("Order of the legend"));
    m_showing = false;
    setChartCount(m_charts);
}

void ChartsForm::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        updateWords();
        showSettings();
    }
    QWidget::changeEvent(event);
}

} // namespace td::scalars
