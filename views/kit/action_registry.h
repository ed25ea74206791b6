#pragma once

#include <functional>
#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <vector>

class QSettings;

namespace td::kit {

/// What an action is. Texts are functions so that a switch of the language reaches them.
struct ActionSpec {
    QString id;                           ///< stable: "runs.fit"; used in the settings file
    std::function<QString()> text;        ///< "Open folder…", sentence case
    std::function<QString()> category;    ///< heading in the palette and on the keys page: "File"
    std::function<QString()> description; ///< optional: a sentence for tooltip and palette
    QString icon;                         ///< name for Theme::icon, may be empty
    QKeySequence defaultKey;
    bool checkable = false;
    bool inPalette = true;
    QString keywords = {}; ///< other words that find it in the palette, in any language
};

/// Every action of the program by stable id, with keys a person may change: menus, tool bars, the palette and the keys
/// page all ask here.
///
/// Threads: GUI thread.
/// Owns:    the actions.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(QObject* parent = nullptr);

    /// Makes the action; an id that exists gives the existing one. Connect to QAction::triggered with your own context.
    QAction* add(ActionSpec spec);
    /// Makes the action and runs `run` (while `context` lives) when it is triggered.
    QAction* add(ActionSpec spec, QObject* context, std::function<void()> run);
    void remove(const QString& id); ///< a mode or view goes away

    [[nodiscard]] QAction* action(const QString& id) const; ///< null where there is none
    [[nodiscard]] const ActionSpec* spec(const QString& id) const;
    [[nodiscard]] QStringList ids() const; ///< in the order they were added
    [[nodiscard]] QStringList categories() const;

    [[nodiscard]] QKeySequence key(const QString& id) const;
    /// The id that already has this key, empty where it is free.
    [[nodiscard]] QString ownerOf(const QKeySequence& key) const;
    /// Gives `id` the key and takes it from whoever had it. An empty key leaves the action without one.
    void setKey(const QString& id, const QKeySequence& key);
    void resetKey(const QString& id);
    void resetAllKeys();

    /// Only keys that differ from their default are stored, under "keys/".
    void load(QSettings& settings);
    void save(QSettings& settings) const;

    void retranslate();

    /// "Undo (Ctrl+Z)": what a tooltip says.
    [[nodiscard]] static QString tooltipFor(const QString& text, const QKeySequence& key);

Q_SIGNALS:
    void keysChanged();
    void actionsChanged();

private:
    struct Entry {
        ActionSpec spec;
        QAction* action = nullptr;
    };
    [[nodiscard]] const Entry* find(const QString& id) const;
    void refresh(const Entry& entry) const;
    std::vector<Entry> m_entries;
    QHash<QString, QKeySequence> m_stored; ///< keys read before their action was made
};

} // namespace td::kit
