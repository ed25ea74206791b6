# What a package holds: the two programs, the library, their data.
include(GNUInstallDirs)
install(TARGETS tensordesk_lib LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS tensordesk RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TD_WINDOW)
    install(TARGETS tensordesk-window RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY resources/samples DESTINATION ${CMAKE_INSTALL_DATADIR}/tensordesk)
