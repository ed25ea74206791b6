#include "app/window/mode_rail.h"

#include "views/kit/style_paint.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace td::app {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

class ModeRail::Item : public QAbstractButton {
public:
    Item(ModeRail* rail, QString modeId, QString iconName)
        : QAbstractButton(rail)
        , id(std::move(modeId))
        , m_rail(rail)
        , m_icon(std::move(iconName)) {
        setFixedSize(72, 56);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
    }
    const QString id;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const bool active = isChecked();
        if (underMouse() && !active)
            painter.fillRect(rect(), kit::mixed(kit::themed(ColorId::Window), kit::themed(ColorId::Text), 0.05));
        if (active) painter.fillRect(QRect(0, 8, 3, 40), kit::themed(ColorId::Accent));
        kit::paintIcon(painter, QRectF(0, 6, width(), 24), m_icon, 24,
                       active ? ColorId::Accent : ColorId::SecondaryText);
        painter.setFont(Theme::font(active ? FontId::SmallStrong : FontId::Small));
        painter.setPen(kit::themed(active ? ColorId::Accent : ColorId::SecondaryText));
        painter.drawText(QRect(2, 32, width() - 4, 16), Qt::AlignCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 4));
        if (hasFocus()) kit::paintFocusRing(painter, QRectF(rect()).adjusted(5, 1, -1, -1), kit::kFieldRadius);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Down) return m_rail->moveFrom(this, 1);
        if (event->key() == Qt::Key_Up) return m_rail->moveFrom(this, -1);
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
        QAbstractButton::keyPressEvent(event);
    }
    void nextCheckState() override {} // the window says which mode is active

private:
    ModeRail* m_rail;
    QString m_icon;
};

ModeRail::ModeRail(QWidget* parent)
    : QWidget(parent) {
    setFixedWidth(72);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 4);
    column->setSpacing(0);
    column->addStretch(1);
    m_settings = new Item(this, QStringLiteral("settings"), QStringLiteral("settings"));
    column->addWidget(m_settings);
    connect(m_settings, &QAbstractButton::clicked, this, &ModeRail::settingsChosen);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

ModeRail::~ModeRail() = default;

void ModeRail::addMode(const QString& id, const QString& iconName) {
    auto* item = new Item(this, id, iconName);
    item->setCheckable(true);
    static_cast<QVBoxLayout*>(layout())->insertWidget(static_cast<int>(m_items.size()), item);
    m_items.push_back(item);
    setTabOrder(item, m_settings);
    connect(item, &QAbstractButton::clicked, this, [this, id] { Q_EMIT modeChosen(id); });
}

void ModeRail::setTexts(const QString& id, const QString& title, const QString& toolTip) {
    for (Item* item : m_items) {
        if (item->id != id) continue;
        item->setText(title);
        item->setAccessibleName(title);
        item->setToolTip(toolTip);
    }
}

void ModeRail::setSettingsToolTip(const QString& toolTip) {
    m_settings->setToolTip(toolTip);
}

void ModeRail::setCurrent(const QString& id) {
    for (Item* item : m_items) {
        item->setChecked(item->id == id);
        item->setFocusPolicy(item->id == id ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

QString ModeRail::current() const {
    for (const Item* item : m_items)
        if (item->isChecked()) return item->id;
    return {};
}

void ModeRail::moveFrom(const Item* item, int step) {
    std::vector<Item*> all = m_items;
    all.push_back(m_settings);
    const auto at = std::find(all.begin(), all.end(), item) - all.begin();
    const auto next = std::clamp<std::ptrdiff_t>(at + step, 0, static_cast<std::ptrdiff_t>(all.size()) - 1);
    all[static_cast<size_t>(next)]->setFocus(Qt::TabFocusReason);
}

void ModeRail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), kit::themed(ColorId::Window));
    kit::paintHairline(painter, {width() - 1.0, 0}, {width() - 1.0, qreal(height())}, kit::themed(ColorId::Border));
}

void ModeRail::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ModeRail::retranslate() {
    setAccessibleName(tr("Modes"));
    m_settings->setText(tr("Settings"));
    m_settings->setAccessibleName(tr("Settings"));
}

} // namespace td::app
