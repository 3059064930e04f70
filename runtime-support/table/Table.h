//===-- Table.h - Tables whose storage the runtime provides -----------------===//
#pragma once

namespace sinter::rt {

/// Makes every table of the program that can grow; a refusal ends the process with a sentence.
void makeTables();

} // namespace sinter::rt
