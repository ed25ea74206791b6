# How every target of ours is built: language, warnings, sanitizers, cache, linker, and one function per kind of target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(TD_PLUGIN_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(TD_CCACHE ccache)
if(TD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # PCH is cached only when ccache may ignore its time stamps; the base directory lets another clone hit the same cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${TD_CCACHE})
endif()
find_program(TD_MOLD mold)
if(TD_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
if(TD_SANITIZE)
    add_compile_options(-fsanitize=${TD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${TD_SANITIZE})
endif()

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
find_package(nlohmann_json 3 CONFIG REQUIRED)

# Warnings for our own targets. g++ 12 sees overlapping copies inside std::string::insert at -O2 where there are none (GCC bug 105329).
add_library(td_warnings INTERFACE)
target_compile_options(td_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wundef
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<BOOL:${TD_WERROR}>:-Werror>)

# td_precompile(<target> <headers>): headers compiled once for the target; with -fpch-preprocess, without which ccache keeps none of its objects.
function(td_precompile target)
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

# td_engine_library(<name> SOURCES <files> [LINK <targets>]): an object library without Qt that goes into libtensordesk.so.
function(td_engine_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} OBJECT ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE td_warnings)
    target_compile_definitions(${name} PRIVATE TD_BUILDING_LIBRARY)
    set_property(GLOBAL APPEND PROPERTY TD_ENGINE_TARGETS ${name})
endfunction()

# td_present_library(<name> SOURCES <files> [LINK <targets>]): the Qt-free half of a view, a static library over the engine.
function(td_present_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINK} tensordesk_lib PRIVATE td_warnings)
endfunction()

# td_view_library(<name> SOURCES <files> [LINK <targets>]): the Qt half of a view.
function(td_view_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC Qt6::Widgets ${ARG_LINK} PRIVATE td_warnings)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING)
    td_precompile(${name} <QtWidgets> <algorithm> <cmath> <functional> <memory> <optional> <string> <vector>)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
endfunction()

# Seconds after which a test counts as hung: of one case, and of what starts programs or a window. Sanitizers make all some ten times slower.
set(TD_TEST_TIMEOUT 300)
set(TD_TEST_TIMEOUT_LONG 600)
if(TD_SANITIZE)
    set(TD_TEST_TIMEOUT 1800)
    set(TD_TEST_TIMEOUT_LONG 1800)
    set(TD_QT_TEST_PATIENCE ";QTEST_FUNCTION_TIMEOUT=1500000") # milliseconds; Qt's own is five minutes
endif()

# td_test(<name> SOURCES <files> [LINK <targets>] [LABELS <labels>]): one GoogleTest program, one ctest entry per test case.
function(td_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit) # an empty list would let LABELS swallow the next property
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} tensordesk_internal GTest::gtest_main td_warnings)
    target_compile_definitions(${name} PRIVATE TD_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" TD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        TD_BINARY_DIR="${CMAKE_BINARY_DIR}/bin")
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${TD_TEST_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "TZ=UTC;LANG=C.UTF-8")
endfunction()

# td_qt_test(<name> SOURCES <files> [LINK <targets>] [VARIANTS]): one Qt Test program, run offscreen with its own home; with VARIANTS once
# more in the dark theme and in Chinese (tests/support/ui_variant.h).
function(td_qt_test name)
    cmake_parse_arguments(ARG "VARIANTS" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} Qt6::Test td_warnings)
    target_compile_definitions(${name} PRIVATE TD_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" TD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        TD_BINARY_DIR="${CMAKE_BINARY_DIR}/bin" TD_TRANSLATIONS="${CMAKE_BINARY_DIR}/app/window")
    set(variants light)
    if(ARG_VARIANTS)
        list(APPEND variants dark-zh)
        add_dependencies(${name} td_window_lrelease)
    endif()
    foreach(variant IN LISTS variants)
        set(test ${name})
        if(NOT variant STREQUAL "light")
            set(test ${name}_${variant})
        endif()
        set(home ${CMAKE_CURRENT_BINARY_DIR}/home-${test})
        file(MAKE_DIRECTORY ${home}/runtime)
        file(CHMOD ${home}/runtime PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
        add_test(NAME ${test} COMMAND ${name})
        set_tests_properties(${test} PROPERTIES TIMEOUT ${TD_TEST_TIMEOUT_LONG} ENVIRONMENT
            "TD_TEST_VARIANT=${variant};QT_QPA_PLATFORM=offscreen;HOME=${home};XDG_RUNTIME_DIR=${home}/runtime;XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;XDG_DATA_HOME=${home}/data;XDG_STATE_HOME=${home}/state;LANG=C.UTF-8;TZ=UTC${TD_QT_TEST_PATIENCE}")
    endforeach()
endfunction()

# td_write_registrations(<out-variable> FUNCTION <name> NAMESPACE <ns> TYPE <registry> HEADER <include> PARTS <names>): writes the one source that
# defines `void <name>(<registry>&)`, which calls register<Part> for each part: nothing registers itself by a static constructor.
function(td_write_registrations out)
    cmake_parse_arguments(ARG "" "FUNCTION;NAMESPACE;TYPE;HEADER" "PARTS" ${ARGN})
    set(declarations "")
    set(calls "")
    foreach(part IN LISTS ARG_PARTS)
        string(APPEND declarations "void register${part}(${ARG_TYPE}& registry);\n")
        string(APPEND calls "    register${part}(registry);\n")
    endforeach()
    set(file ${CMAKE_CURRENT_BINARY_DIR}/${ARG_FUNCTION}.cpp)
    file(CONFIGURE OUTPUT ${file} @ONLY CONTENT "// Written by CMake from the folder's CMakeLists.txt.
#include \"${ARG_HEADER}\"

namespace ${ARG_NAMESPACE} {

${declarations}void ${ARG_FUNCTION}(${ARG_TYPE}& registry);

void ${ARG_FUNCTION}(${ARG_TYPE}& registry) {
${calls}}

} // namespace ${ARG_NAMESPACE}
")
    set(${out} ${file} PARENT_SCOPE)
endfunction()
