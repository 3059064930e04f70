//===-- Personality.cpp - What generated functions name as their personality ===//
//
// Landing pads of ours take every exception, so our unwinder goes by the tables and never calls
// it. Another unwinder that meets our frames in a host's process (a C++ exception may not cross
// them, but a forced unwind can try) is told to pass by.
//
//===----------------------------------------------------------------------===//

extern "C" int __sinter_personality() {
  constexpr int continueUnwind = 8; // _URC_CONTINUE_UNWIND, Itanium C++ ABI 1.2
  return continueUnwind;
}
