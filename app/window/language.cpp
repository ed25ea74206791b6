#include "app/window/language.h"

#include <QCoreApplication>
#include <QLocale>

namespace td::app {

kit::Language LanguageSwitch::systemLanguage() {
    for (const QString& name : QLocale::system().uiLanguages())
        return name.startsWith(QLatin1String("zh")) ? kit::Language::Chinese : kit::Language::English;
    return kit::Language::English;
}

void LanguageSwitch::use(kit::Language language) {
    if (language == kit::Language::System) language = systemLanguage();
    if (language == m_now) return;
    m_now = language;
    const bool chinese = language == kit::Language::Chinese;
    QLocale::setDefault(chinese ? QLocale(QLocale::Chinese, QLocale::China)
                                : QLocale(QLocale::English, QLocale::UnitedStates));
    QCoreApplication::removeTranslator(&m_qt);
    QCoreApplication::removeTranslator(&m_program);
    if (chinese && m_qt.load(QStringLiteral(":/i18n/qtbase_zh_CN.qm"))) QCoreApplication::installTranslator(&m_qt);
    const QString name =
        chinese ? QStringLiteral(":/i18n/tensordesk_zh_CN.qm") : QStringLiteral(":/i18n/tensordesk_en.qm");
    if (m_program.load(name))
        QCoreApplication::installTranslator(&m_program);
    else
        qWarning("the translation %s is not in the program", qUtf8Printable(name));
}

} // namespace td::app
