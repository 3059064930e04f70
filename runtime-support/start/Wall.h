//===-- Wall.h - What the kernel is asked to refuse to a program -------------===//
#pragma once

namespace sinter::rt {

/// Opens what was granted, builds the walls that the program asks for, and ends it with a sentence
/// if it requires one that cannot be had.
void raiseWalls();

/// In a program with calls for it (wasi/Grants.cpp): opens what was granted and, if asked, confines
/// files to it. False if that cannot be had.
bool openGrantsAtStart(bool confine);

/// Has the kernel refuse every file that is not below a granted directory (wasi/Landlock.cpp).
bool confineFiles();

} // namespace sinter::rt
