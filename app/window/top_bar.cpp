#include "app/window/top_bar.h"

#include "app/window/recent_list.h"
#include "app/window/workspace.h"
#include "views/kit/action_registry.h"
#include "views/kit/keycap.h"
#include "views/kit/style_paint.h"

#include <QAbstractButton>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace td::app {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

/// Looks like a field, opens the palette: the palette's own field takes the typing.
class TopBar::SearchButton : public QAbstractButton {
public:
    explicit SearchButton(QWidget* parent)
        : QAbstractButton(parent) {
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
    }
    QString keys;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QColor border = kit::themed(hasFocus()     ? ColorId::Accent
                                          : underMouse() ? ColorId::SecondaryText
                                                         : ColorId::StrongBorder);
        kit::paintBox(painter, rect(), kit::kFieldRadius, kit::themed(ColorId::Surface), border, hasFocus() ? 2 : 1);
        kit::paintIcon(painter, QRectF(8, 0, 16, height()), QStringLiteral("search"), 16, ColorId::SecondaryText);
        const bool wide = width() > kit::keysWidth(keys) + 180;
        const int right = wide ? kit::paintKeys(painter, width() - 8, rect(), keys) : width();
        painter.setFont(Theme::font(FontId::Body));
        painter.setPen(kit::themed(ColorId::SecondaryText));
        painter.drawText(QRect(32, 0, right - 40, height()), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, right - 40));
    }
};

/// A thin line between groups of buttons.
class TopBar::Divider : public QWidget {
public:
    Divider() { setFixedSize(9, 20); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        kit::paintHairline(painter, {4, 0}, {4, qreal(height())}, kit::themed(ColorId::Border));
    }
};

TopBar::TopBar(kit::ActionRegistry& actions, RecentList& recent, WorkspaceFolder& workspaces, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_recent(recent)
    , m_workspaces(workspaces)
    , m_left(new QWidget(this))
    , m_right(new QWidget(this))
    , m_chooser(new QToolButton)
    , m_workspace(new QToolButton)
    , m_recentMenu(new QMenu(this))
    , m_workspaceMenu(new QMenu(this))
    , m_search(new SearchButton(this)) {
    setFixedHeight(36);
    auto* left = new QHBoxLayout(m_left);
    left->setContentsMargins(8, 0, 0, 0);
    left->setSpacing(4);
    for (QToolButton* chooser : {m_chooser, m_workspace}) {
        chooser->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chooser->setPopupMode(QToolButton::InstantPopup);
        chooser->setAutoRaise(true);
        chooser->setFixedHeight(28);
        chooser->setFocusPolicy(Qt::TabFocus);
    }
    m_chooser->setIcon(Theme::instance().icon(QStringLiteral("folder"), ColorId::Text));
    m_chooser->setMenu(m_recentMenu);
    m_workspace->setIcon(Theme::instance().icon(QStringLiteral("workspace"), ColorId::Text));
    m_workspace->setMenu(m_workspaceMenu);
    left->addWidget(m_chooser);
    left->addWidget(new Divider);
    for (const char* id : {"file.openFolder", "workspace.save", "edit.undo", "edit.redo"})
        addButton(left, QLatin1String(id));
    left->addWidget(new Divider);
    left->addWidget(m_workspace);
    auto* right = new QHBoxLayout(m_right);
    right->setContentsMargins(0, 0, 8, 0);
    right->setSpacing(4);
    for (const char* id : {"view.jobs", "help.about", "view.settings"})
        addButton(right, QLatin1String(id));
    QWidget::setTabOrder(m_workspace, m_search);
    connect(m_search, &QAbstractButton::clicked, this,
            [this] { m_actions.action(QStringLiteral("view.palette"))->trigger(); });
    connect(m_recentMenu, &QMenu::aboutToShow, this, &TopBar::fillRecent);
    connect(m_workspaceMenu, &QMenu::aboutToShow, this, &TopBar::fillWorkspaces);
    connect(&actions, &kit::ActionRegistry::keysChanged, this, &TopBar::retranslate);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

QToolButton* TopBar::addButton(QHBoxLayout* row, const QString& id) {
    auto* button = new QToolButton;
    button->setDefaultAction(m_actions.action(id));
    button->setAutoRaise(true);
    button->setFixedSize(28, 28);
    button->setFocusPolicy(Qt::TabFocus);
    const auto name = [button] { button->setAccessibleName(button->defaultAction()->text()); };
    connect(button->defaultAction(), &QAction::changed, button, name);
    name();
    row->addWidget(button);
    return button;
}

QWidget* TopBar::searchField() const {
    return m_search;
}

void TopBar::setOpen(const QStringList& paths) {
    m_paths = paths;
    retranslate();
}

void TopBar::setWorkspaceName(const QString& name) {
    m_workspaceName = name;
    retranslate();
}

void TopBar::fillRecent() {
    m_recentMenu->clear();
    for (const char* id : {"file.openFolder", "file.open", "file.addFolder"})
        if (QAction* action = m_actions.action(QLatin1String(id))) m_recentMenu->addAction(action);
    m_recentMenu->addSeparator();
    for (const RecentList::Entry& entry : m_recent.entries()) {
        QAction* action = m_recentMenu->addAction(Theme::instance().icon(QStringLiteral("folder")),
                                                  entry.name().replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setToolTip(entry.paths.join(QLatin1Char('\n')));
        connect(action, &QAction::triggered, this, [this, paths = entry.paths] { Q_EMIT openRequested(paths); });
    }
    if (m_recent.entries().empty()) m_recentMenu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
}

void TopBar::fillWorkspaces() {
    m_workspaceMenu->clear();
    for (const char* id : {"workspace.save", "workspace.saveAs"})
        m_workspaceMenu->addAction(m_actions.action(QLatin1String(id)));
    m_workspaceMenu->addSeparator();
    const QStringList names = m_workspaces.names();
    for (const QString& name : names) {
        QAction* action = m_workspaceMenu->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(name == m_workspaceName);
        connect(action, &QAction::triggered, this, [this, name] { Q_EMIT workspaceRequested(name); });
    }
    if (names.isEmpty()) m_workspaceMenu->addAction(tr("No saved workspaces"))->setEnabled(false);
}

void TopBar::placeSearch() {
    m_left->setGeometry(0, 0, std::min(m_left->sizeHint().width(), width() / 2), height());
    const int rightWidth = m_right->sizeHint().width();
    m_right->setGeometry(width() - rightWidth, 0, rightWidth, height());
    // Centred in the window; where that is taken, between the two groups.
    const int from = m_left->geometry().right() + 12, to = m_right->x() - 12;
    const int wanted = std::clamp(to - from, 80, 440);
    const int x = std::clamp((width() - wanted) / 2, from, std::max(from, to - wanted));
    m_search->setGeometry(x, 4, wanted, 28);
}

void TopBar::resizeEvent(QResizeEvent*) {
    placeSearch();
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), kit::themed(ColorId::Window));
    kit::paintHairline(painter, {0, height() - 1.0}, {qreal(width()), height() - 1.0}, kit::themed(ColorId::Border));
}

void TopBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void TopBar::retranslate() {
    setAccessibleName(tr("Top bar"));
    const RecentList::Entry open{m_paths, {}, {}};
    const QFontMetrics metrics(Theme::font(FontId::Body));
    m_chooser->setText(m_paths.isEmpty() ? tr("Nothing open") : metrics.elidedText(open.name(), Qt::ElideMiddle, 160));
    m_chooser->setToolTip(m_paths.isEmpty() ? tr("Open something or choose a recent folder")
                                            : m_paths.join(QLatin1Char('\n')));
    m_chooser->setAccessibleName(tr("Open or choose a recent folder"));
    m_workspace->setText(m_workspaceName.isEmpty() ? tr("Workspace")
                                                   : metrics.elidedText(m_workspaceName, Qt::ElideMiddle, 160));
    m_workspace->setToolTip(tr("Saved workspaces: what is open and how it looks"));
    m_workspace->setAccessibleName(tr("Workspaces"));
    m_search->setText(tr("Search actions, runs, tags, settings"));
    m_search->keys = m_actions.key(QStringLiteral("view.palette")).toString(QKeySequence::NativeText);
    m_search->setAccessibleName(m_search->text());
    m_search->setToolTip(
        kit::ActionRegistry::tooltipFor(m_search->text(), m_actions.key(QStringLiteral("view.palette"))));
    m_left->layout()->invalidate();
    placeSearch();
    m_search->update();
}

} // namespace td::app
