#include "views/preview/parts_page.h"

#include "views/kit/format.h"
#include "views/kit/style_paint.h"
#include "views/preview/wave_picture.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace td::preview {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kMargin = 16, kPartGap = 24, kRowGap = 4, kColumnGap = 16, kMostWidth = 720, kBarHeight = 8;

/// How much of the longest bar.
class Bar : public QWidget {
public:
    Bar(double share, QWidget* parent)
        : QWidget(parent)
        , m_share(share) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setFixedHeight(kBarHeight);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const double width = std::max(2.0, m_share * this->width());
        painter.fillRect(QRectF(0, 0, width, height()), Theme::instance().seriesColor(0));
    }

private:
    double m_share;
};

QLabel* label(const QString& text, FontId font, QPalette::ColorRole role, QWidget* parent) {
    auto* made = new QLabel(text, parent);
    made->setFont(Theme::font(font));
    made->setForegroundRole(role);
    made->setTextFormat(Qt::PlainText);
    return made;
}

QLabel* value(const QString& text, QWidget* parent) {
    auto* made = label(text, FontId::Body, QPalette::Text, parent);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    made->setWordWrap(true);
    return made;
}

QGridLayout* grid(int stretched) {
    auto* made = new QGridLayout;
    made->setHorizontalSpacing(kColumnGap);
    made->setVerticalSpacing(kRowGap);
    made->setColumnStretch(stretched, 1);
    return made;
}

QGridLayout* factsOf(const Part& part, QWidget* parent) {
    QGridLayout* rows = grid(1);
    for (const auto& [term, said] : part.facts) {
        const int row = rows->rowCount();
        rows->addWidget(label(term, FontId::Body, QPalette::PlaceholderText, parent), row, 0, Qt::AlignTop);
        rows->addWidget(value(said, parent), row, 1);
    }
    return rows;
}

QGridLayout* barsOf(const Part& part, QWidget* parent) {
    QGridLayout* rows = grid(1);
    const double most = static_cast<double>(std::max<quint64>(1, part.bars.front().second));
    for (const auto& [name, count] : part.bars) {
        const int row = rows->rowCount();
        rows->addWidget(label(name, FontId::Body, QPalette::Text, parent), row, 0);
        rows->addWidget(new Bar(static_cast<double>(count) / most, parent), row, 1, Qt::AlignVCenter);
        rows->addWidget(label(kit::Format::count(count), FontId::Body, QPalette::Text, parent), row, 2, Qt::AlignRight);
    }
    if (!part.barsRest.isEmpty())
        rows->addWidget(label(part.barsRest, FontId::Small, QPalette::PlaceholderText, parent), rows->rowCount(), 0, 1,
                        3);
    return rows;
}

} // namespace

PartsPage::PartsPage(QWidget* parent)
    : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::StyledPanel);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Facts"));
}

void PartsPage::setParts(const std::vector<Part>& parts) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kPartGap);
    for (const Part& part : parts)
        addPart(*column, part);
    column->addStretch();
    setWidget(page); // deletes the one before
    setAccessibleDescription(textOf(parts));
}

void PartsPage::addPart(QVBoxLayout& column, const Part& part) {
    auto* box = new QWidget;
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(kMargin / 2);
    if (!part.title.isEmpty()) rows->addWidget(label(part.title, FontId::Section, QPalette::Text, box));
    if (!part.problem.isEmpty()) rows->addWidget(value(part.problem, box));
    if (!part.wave.empty()) {
        auto* wave = new WavePicture(box);
        wave->setWave(part.wave, part.waveSeconds);
        rows->addWidget(wave);
    }
    auto* narrow = new QWidget(box); // words and numbers of a row belong together on a wide screen too
    narrow->setMaximumWidth(kMostWidth);
    auto* tables = new QVBoxLayout(narrow);
    tables->setContentsMargins(0, 0, 0, 0);
    tables->setSpacing(kMargin / 2);
    tables->addLayout(factsOf(part, narrow));
    if (!part.bars.empty()) {
        tables->addSpacing(kMargin / 2);
        tables->addWidget(label(part.barsTitle, FontId::BodyStrong, QPalette::Text, narrow));
        tables->addLayout(barsOf(part, narrow));
    }
    rows->addWidget(narrow);
    column.addWidget(box);
}

void PartsPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) setAccessibleName(tr("Facts"));
    QScrollArea::changeEvent(event);
}

} // namespace td::preview
