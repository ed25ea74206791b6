#include "app/window/session.h"

#include "app/window/log_file.h"
#include "engine/base/file.h"

#include <cerrno>
#include <csignal>
#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

namespace td::app {
namespace {

constexpr uint64_t kLimitBytes = 16 << 20;
constexpr QLatin1String kEnded("ended");
constexpr QLatin1String kProcess("process");

/// A process of this number that is no window of ours counts as gone; numbers are reused.
bool isLivingWindow(qint64 process) {
    if (process <= 0 || process == QCoreApplication::applicationPid()) return false;
    if (::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) return false;
    const auto name = readWholeFile("/proc/" + std::to_string(process) + "/comm", 64);
    return name && name->starts_with("tensordesk");
}

void writeText(const QString& file, const QByteArray& text) {
    if (auto written = writeFileAtomically(file.toStdString(), {text.constData(), static_cast<size_t>(text.size())});
        !written)
        qWarning("the session was not saved: %s", describe(written.error()).c_str());
}

} // namespace

Session::Session(std::function<Workspace()> capture, const QString& file, QObject* parent)
    : QObject(parent)
    , m_capture(std::move(capture))
    , m_file(file.isEmpty() ? stateDirectory() + QStringLiteral("/session.json") : file) {
    m_worker.setMaxThreadCount(1); // in order
    m_timer.setSingleShot(true);
    m_timer.setInterval(2000);
    connect(&m_timer, &QTimer::timeout, this, &Session::saveNow);
    readPrevious();
}

Session::~Session() {
    m_worker.waitForDone();
}

void Session::readPrevious() {
    const auto text = readWholeFile(m_file.toStdString(), kLimitBytes);
    if (!text) return;
    auto workspace = workspaceFromJson(QByteArray::fromStdString(*text), m_file);
    if (!workspace) return;
    const bool ended = workspace->rest.take(kEnded).toBool();
    const qint64 process = workspace->rest.take(kProcess).toInteger();
    m_ours = ended || !isLivingWindow(process);
    if (!m_ours) return;
    (ended ? m_previous : m_crashed) = std::move(*workspace);
}

QByteArray Session::textOf(bool ended) const {
    Workspace now = m_capture();
    now.rest[kEnded] = ended;
    now.rest[kProcess] = QCoreApplication::applicationPid();
    return toJson(now);
}

void Session::touch() {
    if (!m_timer.isActive()) m_timer.start();
}

void Session::saveNow() {
    m_timer.stop();
    if (!m_ours) return;
    m_worker.start([file = m_file, text = textOf(false)] {
        QDir().mkpath(QFileInfo(file).path());
        writeText(file, text);
    });
}

void Session::end() {
    m_timer.stop();
    if (!m_ours) return;
    const QByteArray text = textOf(true);
    m_worker.start([file = m_file, text] {
        QDir().mkpath(QFileInfo(file).path());
        writeText(file, text);
    });
    m_worker.waitForDone(); // the window is closed by now: nobody waits in front of it
}

} // namespace td::app
