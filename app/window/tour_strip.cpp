#include "app/window/tour_strip.h"

#include "views/kit/style_paint.h"

#include <array>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace td::app {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kSteps = 4;

void setColor(QLabel* label, ColorId id) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, kit::themed(id));
    label->setPalette(palette);
}

/// The number of a step in a ring.
class Ring : public QLabel {
public:
    Ring() {
        setFixedSize(24, 24);
        setAlignment(Qt::AlignCenter);
        setFont(Theme::font(FontId::BodyStrong));
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QPainter painter(this);
        kit::paintBox(painter, rect(), width() / 2.0, QColor(), kit::themed(ColorId::Accent), 1.5);
        painter.end();
        QLabel::paintEvent(event);
    }
};

} // namespace

TourStrip::TourStrip(QWidget* parent)
    : Card(Edge::Solid, parent)
    , m_title(new QLabel)
    , m_close(new QToolButton) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 8, 12);
    row->setSpacing(12);
    m_title->setFont(Theme::font(FontId::Section));
    row->addWidget(m_title);
    for (int i = 0; i < kSteps; ++i) {
        const Step step{new Ring, new QLabel, new QLabel};
        step.title->setFont(Theme::font(FontId::BodyStrong));
        step.line->setFont(Theme::font(FontId::Small));
        step.line->setWordWrap(true);
        auto* words = new QVBoxLayout;
        words->setSpacing(2);
        words->addStretch(1);
        words->addWidget(step.title);
        words->addWidget(step.line);
        words->addStretch(1);
        row->addSpacing(12);
        row->addWidget(step.number);
        row->addLayout(words, 1);
        m_steps.push_back(step);
    }
    m_close->setIcon(Theme::instance().icon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QToolButton::clicked, this, &TourStrip::closed);
    retranslate();
}

void TourStrip::retranslate() {
    setAccessibleName(tr("First tour"));
    m_title->setText(tr("First tour"));
    m_close->setToolTip(tr("Close the tour for good"));
    m_close->setAccessibleName(tr("Close the tour for good"));
    const std::array<std::pair<QString, QString>, kSteps> words = {{
        {tr("Open a run"), tr("Drop a folder, or click a sample below")},
        {tr("Compare"), tr("Smooth, zoom and sort, all charts linked")},
        {tr("Look inside"), tr("Pictures, histograms, text, graphs")},
        {tr("Export"), tr("A chart as SVG, PDF or PNG, its points as CSV")},
    }};
    for (int i = 0; i < kSteps; ++i) {
        const Step& step = m_steps[static_cast<size_t>(i)];
        step.number->setText(QLocale().toString(i + 1));
        step.title->setText(words[static_cast<size_t>(i)].first);
        step.line->setText(words[static_cast<size_t>(i)].second);
        setColor(step.number, ColorId::Accent);
        setColor(step.line, ColorId::SecondaryText);
    }
}

} // namespace td::app
