# Every library comes from Debian 12, by package name; `./dev` installs them.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network WebSockets Test)
if(HEADWATER_DESKTOP)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Quick QuickControls2 QuickTest)
endif()
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
# Not find_package(PostgreSQL), which wants the server's headers too.
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(libpqxx REQUIRED IMPORTED_TARGET libpqxx) # the applications of the tests

find_path(LDNS_INCLUDE_DIR ldns/ldns.h REQUIRED)
find_library(LDNS_LIBRARY ldns REQUIRED)
add_library(ldns::ldns UNKNOWN IMPORTED)
set_target_properties(ldns::ldns PROPERTIES
  IMPORTED_LOCATION ${LDNS_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${LDNS_INCLUDE_DIR})

find_path(BOOST_BEAST_INCLUDE_DIR boost/beast/http/parser.hpp REQUIRED)
add_library(beast::parser INTERFACE IMPORTED)
set_target_properties(beast::parser PROPERTIES
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${BOOST_BEAST_INCLUDE_DIR})
