# Declares the libraries of compiler/ and their flags in one place.

add_library(sinter_flags INTERFACE)
target_compile_options(sinter_flags INTERFACE -Wall -Wextra -Wno-unused-parameter
                       $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
target_include_directories(sinter_flags INTERFACE
                           ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/compiler)

# fmt has no static library that a release could count on everywhere; its headers will do.
if(SINTER_STATIC_LLVM)
  set(SINTER_FMT fmt::fmt-header-only)
else()
  set(SINTER_FMT fmt::fmt)
endif()

# sinter_library(name [LLVM] [DEPENDS lib...]): every .cpp of the current folder.
function(sinter_library name)
  cmake_parse_arguments(ARG "LLVM" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC sinter_flags ${ARG_DEPENDS})
  # For libsinter-wasm-c-api-compiler, a shared object.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  if(ARG_LLVM)
    target_include_directories(${name} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS})
    target_compile_definitions(${name} PUBLIC ${LLVM_DEFINITIONS_LIST})
    target_link_libraries(${name} PUBLIC sinter_llvm)
  endif()
endfunction()
