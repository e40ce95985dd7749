# One library per engine folder with its allowed links: this file and engine/CMakeLists.txt are
# the architecture diagram. tests/architecture fails on an include that no link covers.

add_library(headwater_warnings INTERFACE)
target_compile_options(headwater_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough -Werror)
target_compile_definitions(headwater_warnings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_URL_CAST_FROM_STRING
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(HEADWATER_SANITIZE)
  add_compile_options(-fsanitize=${HEADWATER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HEADWATER_SANITIZE})
  # GCC's flow analysis reports dereferences that the sanitizers' own branches make.
  target_compile_options(headwater_warnings INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
endif()

# headwater_module(name PURE|ACTOR LINKS ...): engine/<name> as a static library of its sources.
# PURE modules hold plain values and never link Qt; ACTOR modules may.
function(headwater_module name kind)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/engine/${name}/*.cpp ${CMAKE_SOURCE_DIR}/engine/${name}/*.h)
  add_library(headwater_${name} STATIC ${sources})
  set_target_properties(headwater_${name} PROPERTIES LINKER_LANGUAGE CXX)
  add_library(headwater::${name} ALIAS headwater_${name})
  target_include_directories(headwater_${name} PUBLIC ${CMAKE_SOURCE_DIR}/engine)
  target_link_libraries(headwater_${name} PUBLIC ${ARG_LINKS} PRIVATE headwater_warnings)
  if(kind STREQUAL PURE)
    set_target_properties(headwater_${name} PROPERTIES AUTOMOC OFF)
  endif()
  set_property(GLOBAL APPEND PROPERTY HEADWATER_MODULES "${name}=${ARG_LINKS}")
endfunction()

# headwater_test(file LINKS ...): tests/<folder>/<file>.cpp as one Qt Test program and one CTest test.
function(headwater_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LINKS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" prefix "${folder}")
  set(target ${prefix}_${name})
  add_executable(${target} ${name}.cpp)
  target_link_libraries(${target} PRIVATE ${ARG_LINKS} Qt6::Test headwater_warnings)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  add_test(NAME ${folder}/${name} COMMAND ${target})
  set_tests_properties(${folder}/${name} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8")
endfunction()

# headwater_fuzz(name LINKS ...): tests/fuzz/<name>.cpp, a libFuzzer target with its corpus beside it.
function(headwater_fuzz name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(fuzz_${name} ${name}.cpp)
  target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
  target_link_libraries(fuzz_${name} PRIVATE ${ARG_LINKS} headwater_warnings)
endfunction()
