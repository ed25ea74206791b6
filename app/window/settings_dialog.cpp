#include "app/window/settings_dialog.h"

#include "app/window/keys_page.h"
#include "engine/base/file.h"
#include "views/kit/action_registry.h"
#include "views/kit/format.h"
#include "views/kit/settings.h"

#include <filesystem>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTabWidget>
#include <QThreadPool>
#include <QVBoxLayout>

namespace td::app {
namespace {

/// Everything below the program's cache folder; runs on a worker.
quint64 cacheBytes() {
    quint64 sum = 0;
    std::error_code ignored;
    for (std::filesystem::recursive_directory_iterator it(cacheDirectory(), ignored), end; it != end && !ignored;
         it.increment(ignored))
        if (it->is_regular_file(ignored)) sum += static_cast<quint64>(it->file_size(ignored));
    return sum;
}

void setItems(QComboBox* box, const QStringList& texts) {
    const QSignalBlocker quiet(box);
    const int chosen = std::max(0, box->currentIndex());
    box->clear();
    box->addItems(texts);
    box->setCurrentIndex(chosen);
}

} // namespace

SettingsDialog::SettingsDialog(kit::Settings& settings, kit::ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_tabs(new QTabWidget)
    , m_keys(new KeysPage(actions, settings))
    , m_theme(new QComboBox)
    , m_language(new QComboBox)
    , m_reduceMotion(new QCheckBox)
    , m_follow(new QCheckBox)
    , m_useIndex(new QCheckBox)
    , m_indexNote(new QLabel)
    , m_indexSize(new QLabel)
    , m_clearIndex(new QPushButton)
    , m_reset(new QPushButton)
    , m_close(new QPushButton) {
    resize(640, 520);
    auto* column = new QVBoxLayout(this);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->addTab(makeGeneral(), {});
    m_tabs->addTab(m_keys, {});
    m_tabs->addTab(makeStorage(), {});
    column->addWidget(m_tabs, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_reset);
    foot->addStretch(1);
    m_close->setDefault(true);
    foot->addWidget(m_close);
    column->addLayout(foot);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_reset, &QPushButton::clicked, this, [this, &actions] {
        m_settings.reset();
        actions.resetAllKeys();
        load();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int page) {
        if (page == static_cast<int>(Page::Storage)) measureIndex();
    });
    connect(&m_settings, &kit::Settings::changed, this, &SettingsDialog::load);
    retranslate();
    load();
}

QWidget* SettingsDialog::makeGeneral() {
    auto* page = new QWidget;
    m_form = new QFormLayout(page);
    m_form->addRow(new QLabel, m_theme);
    m_form->addRow(new QLabel, m_language);
    m_form->addRow(QString(), m_reduceMotion);
    m_form->addRow(QString(), m_follow);
    setItems(m_theme, {{}, {}, {}});
    setItems(m_language, {{}, {}, {}});
    connect(m_theme, &QComboBox::activated, this,
            [this](int i) { m_settings.setTheme(static_cast<kit::ThemeMode>(i)); });
    connect(m_language, &QComboBox::activated, this,
            [this](int i) { m_settings.setLanguage(static_cast<kit::Language>(i)); });
    connect(m_reduceMotion, &QCheckBox::toggled, this, [this](bool on) { m_settings.setReduceMotion(on); });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) { m_settings.setFollowLive(on); });
    return page;
}

QWidget* SettingsDialog::makeStorage() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->addWidget(m_useIndex);
    m_indexNote->setWordWrap(true);
    column->addWidget(m_indexNote);
    auto* row = new QHBoxLayout;
    row->addWidget(m_indexSize, 1);
    row->addWidget(m_clearIndex);
    column->addLayout(row);
    column->addStretch(1);
    connect(m_useIndex, &QCheckBox::toggled, this, [this](bool on) { m_settings.setUseIndex(on); });
    connect(m_clearIndex, &QPushButton::clicked, this, &SettingsDialog::clearIndex);
    return page;
}

void SettingsDialog::showPage(Page page) {
    m_tabs->setCurrentIndex(static_cast<int>(page));
    show();
    raise();
    activateWindow();
}

void SettingsDialog::load() {
    const QSignalBlocker a(m_reduceMotion), b(m_follow), c(m_useIndex);
    m_theme->setCurrentIndex(static_cast<int>(m_settings.theme()));
    m_language->setCurrentIndex(static_cast<int>(m_settings.language()));
    m_reduceMotion->setChecked(m_settings.reduceMotion());
    m_follow->setChecked(m_settings.followLive());
    m_useIndex->setChecked(m_settings.useIndex());
}

void SettingsDialog::measureIndex() {
    QThreadPool::globalInstance()->start([guard = QPointer<SettingsDialog>(this), app = QCoreApplication::instance()] {
        const quint64 bytes = cacheBytes();
        QMetaObject::invokeMethod(app, [guard, bytes] {
            if (!guard) return;
            guard->m_indexSize->setText(tr("The index takes %1.").arg(kit::Format::bytes(bytes)));
            guard->m_clearIndex->setEnabled(bytes > 0);
        });
    });
}

void SettingsDialog::clearIndex() {
    m_clearIndex->setEnabled(false);
    QThreadPool::globalInstance()->start([guard = QPointer<SettingsDialog>(this), app = QCoreApplication::instance()] {
        std::error_code ignored;
        std::filesystem::remove_all(cacheDirectory(), ignored);
        QMetaObject::invokeMethod(app, [guard] {
            if (guard) guard->measureIndex();
        });
    });
}

void SettingsDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void SettingsDialog::retranslate() {
    setWindowTitle(tr("Settings"));
    m_tabs->setAccessibleName(tr("Settings"));
    m_tabs->tabBar()->setAccessibleName(tr("Pages of settings"));
    m_tabs->setTabText(static_cast<int>(Page::General), tr("General"));
    m_tabs->setTabText(static_cast<int>(Page::Keys), tr("Keys"));
    m_tabs->setTabText(static_cast<int>(Page::Storage), tr("Storage"));
    setItems(m_theme, {tr("As the system"), tr("Light"), tr("Dark")});
    // Languages are named in themselves, so that a person who cannot read the present one finds the way back.
    setItems(m_language, {tr("As the system"), QStringLiteral("English"), QStringLiteral("简体中文")});
    const auto name = [this](QWidget* field, const QString& text) {
        static_cast<QLabel*>(m_form->labelForField(field))->setText(text);
        field->setAccessibleName(text);
        field->setToolTip(text);
    };
    name(m_theme, tr("Theme"));
    name(m_language, tr("Language"));
    const auto check = [](QCheckBox* box, const QString& text, const QString& tip) {
        box->setText(text);
        box->setAccessibleName(text);
        box->setToolTip(tip);
    };
    check(m_reduceMotion, tr("Reduce motion"), tr("Nothing slides or fades."));
    check(m_follow, tr("Follow live runs"), tr("Charts move along as new points arrive."));
    check(m_useIndex, tr("Keep an index of what was opened"), tr("Opening the same logs again is then instant."));
    m_indexNote->setText(
        tr("The index lies in the cache folder, never beside your logs. It may be deleted at any time; the next "
           "opening makes it anew."));
    m_clearIndex->setText(tr("Clear the index"));
    m_reset->setText(tr("Reset all settings"));
    m_reset->setToolTip(tr("Everything back to its default, keys too. Recent folders stay."));
    m_close->setText(tr("Close"));
    for (QPushButton* button : {m_clearIndex, m_reset, m_close})
        button->setAccessibleName(button->text());
}

} // namespace td::app
