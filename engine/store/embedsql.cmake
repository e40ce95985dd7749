# The numbered SQL files of a folder of resources/sql become a C++ table of migrations, so that the
# engine needs no file beside it. Included by engine/CMakeLists.txt; run again with -P as a script.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Made from ${SQL_FOLDER} by engine/store/embedsql.cmake.\n")
  string(APPEND text "#include \"${HEADER}\"\n\nnamespace headwater {\n\n")
  string(APPEND text "const std::vector<std::string_view>& ${FUNCTION}()\n{\n")
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

# headwater_embed_sql(folder header function): resources/sql/<folder> as `function`, declared in `header`.
function(headwater_embed_sql folder header function)
  set(sql_folder ${CMAKE_SOURCE_DIR}/resources/sql/${folder})
  set(output ${CMAKE_BINARY_DIR}/generated/store/${folder}migrations.cpp)
  set(script ${CMAKE_SOURCE_DIR}/engine/store/embedsql.cmake)
  file(GLOB sql_files CONFIGURE_DEPENDS ${sql_folder}/*.sql)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DSQL_FOLDER=${sql_folder} -DOUTPUT=${output} -DHEADER=${header}
            -DFUNCTION=${function} -P ${script}
    DEPENDS ${sql_files} ${script}
    COMMENT "Embedding the SQL of ${folder}"
    VERBATIM)
  set_source_files_properties(${output} PROPERTIES SKIP_AUTOMOC ON)
  target_sources(headwater_store PRIVATE ${output})
endfunction()

headwater_embed_sql(sqlite store/schema.h schemaMigrations)
headwater_embed_sql(postgres store/postgresschema.h postgresMigrations)
