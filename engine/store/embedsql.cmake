# The numbered SQL files of resources/sql/sqlite become a C++ table of migrations, so that the
# engine needs no file beside it. Included by engine/CMakeLists.txt; run again with -P as a script.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Made from resources/sql/sqlite by engine/store/embedsql.cmake.\n")
  string(APPEND text "#include \"store/schema.h\"\n\nnamespace headwater {\n\n")
  string(APPEND text "const std::vector<std::string_view>& schemaMigrations()\n{\n")
  string(APPEND text "    static const std::vector<std::string_view> migrations = {\n")
  file(GLOB files ${SQL_FOLDER}/*.sql)
  list(SORT files)
  foreach(file IN LISTS files)
    file(READ ${file} sql)
    string(APPEND text "R\"sql(${sql})sql\",\n")
  endforeach()
  string(APPEND text "    };\n    return migrations;\n}\n\n} // namespace headwater\n")
  file(WRITE ${OUTPUT} "${text}")
  return()
endif()

set(sql_folder ${CMAKE_SOURCE_DIR}/resources/sql/sqlite)
set(sql_output ${CMAKE_BINARY_DIR}/generated/store/schemamigrations.cpp)
file(GLOB sql_files CONFIGURE_DEPENDS ${sql_folder}/*.sql)
add_custom_command(
  OUTPUT ${sql_output}
  COMMAND ${CMAKE_COMMAND} -DSQL_FOLDER=${sql_folder} -DOUTPUT=${sql_output}
          -P ${CMAKE_CURRENT_LIST_DIR}/embedsql.cmake
  DEPENDS ${sql_files} ${CMAKE_CURRENT_LIST_DIR}/embedsql.cmake
  COMMENT "Embedding the SQL of the store"
  VERBATIM)
set_source_files_properties(${sql_output} PROPERTIES SKIP_AUTOMOC ON)
target_sources(headwater_store PRIVATE ${sql_output})
