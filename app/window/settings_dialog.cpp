#include "app/window/settings_dialog.h"

#include "app/window/keys_page.h"
#include "engine/runlog/file_index.h"
#include "views/kit/action_registry.h"
#include "views/kit/format.h"
#include "views/kit/settings.h"
#include "views/kit/worker.h"

#include <algorithm>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace td::app {
namespace {

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
    , m_limitLabel(new QLabel)
    , m_limit(new QComboBox)
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
    column->addSpacing(8);
    auto* limit = new QHBoxLayout;
    m_limitLabel->setBuddy(m_limit);
    limit->addWidget(m_limitLabel);
    limit->addWidget(m_limit);
    limit->addStretch(1);
    column->addLayout(limit);
    setItems(m_limit, QStringList(kit::Settings::kIndexLimitsGb.size()));
    auto* row = new QHBoxLayout;
    row->addWidget(m_indexSize, 1);
    row->addWidget(m_clearIndex);
    column->addLayout(row);
    column->addStretch(1);
    connect(m_useIndex, &QCheckBox::toggled, this, [this](bool on) { m_settings.setUseIndex(on); });
    connect(m_limit, &QComboBox::activated, this, [this](int i) {
        const int gb = kit::Settings::kIndexLimitsGb[static_cast<size_t>(i)];
        m_settings.setIndexLimitGb(gb);
        trimIndex(static_cast<quint64>(gb) * kit::Settings::kGb);
    });
    connect(m_clearIndex, &QPushButton::clicked, this, [this] { trimIndex(0); });
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
    const auto& limits = kit::Settings::kIndexLimitsGb;
    m_limit->setCurrentIndex(
        static_cast<int>(std::find(limits.begin(), limits.end(), m_settings.indexLimitGb()) - limits.begin()));
}

void SettingsDialog::measureIndex() {
    kit::onWorker(
        this, [] { return static_cast<quint64>(runlog::file_index::sizeBytes()); },
        [this](quint64 bytes) { showIndexSize(bytes); });
}

void SettingsDialog::trimIndex(quint64 limitBytes) {
    m_clearIndex->setEnabled(false);
    kit::onWorker(
        this,
        [limitBytes] {
            runlog::file_index::trim(limitBytes);
            return static_cast<quint64>(runlog::file_index::sizeBytes());
        },
        [this](quint64 bytes) { showIndexSize(bytes); });
}

void SettingsDialog::showIndexSize(quint64 bytes) {
    m_indexBytes = bytes;
    m_indexSize->setText(bytes > 0 ? tr("The index takes %1.").arg(kit::Format::bytes(bytes))
                                   : tr("The index is empty."));
    m_clearIndex->setEnabled(bytes > 0);
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
    m_limitLabel->setText(tr("Largest size"));
    m_limit->setAccessibleName(tr("Largest size of the index"));
    m_limit->setToolTip(tr("What was not opened for longest goes first."));
    QStringList sizes;
    for (const int gb : kit::Settings::kIndexLimitsGb)
        sizes << tr("%1 GB").arg(QLocale().toString(gb));
    setItems(m_limit, sizes);
    if (m_indexBytes) showIndexSize(*m_indexBytes);
    m_clearIndex->setText(tr("Clear the index"));
    m_reset->setText(tr("Reset all settings"));
    m_reset->setToolTip(tr("Everything back to its default, keys too. Recent folders stay."));
    m_close->setText(tr("Close"));
    for (QPushButton* button : {m_clearIndex, m_reset, m_close})
        button->setAccessibleName(button->text());
}

} // namespace td::app
