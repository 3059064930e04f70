//===-- Table.h - Tables whose storage the runtime provides -----------------===//
#pragma once

#include "Runtime.h"

namespace sinter::rt {

/// The record of the program's i-th table, which each thread has for itself.
inline SinterTable &tableRecord(uint64_t i) {
  return __sinter_program.findTable ? *__sinter_program.findTable(i)
                                    : *__sinter_program.tables[i].record;
}

/// Gives the calling thread's tables back.
void releaseTables();

} // namespace sinter::rt
