#pragma once

#include "views/kit/settings.h"

#include <QTranslator>

namespace td::app {

/// Installs the translations of a language, at the start and while running (widgets then get LanguageChange).
///
/// English is installed too: its file holds the plural forms. Threads: GUI thread.
class LanguageSwitch {
public:
    void use(kit::Language language);
    /// What `System` means here.
    [[nodiscard]] static kit::Language systemLanguage();

private:
    QTranslator m_program, m_qt;
    kit::Language m_now = kit::Language::System;
};

} // namespace td::app
