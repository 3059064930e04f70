//===-- Errno.cpp - The kernel's errors in WASI's numbers -------------------===//
//
// Linux uses one numbering on every CPU that we build for
// (asm-generic/errno.h); what WASI has no name for is EIO.
//
//===----------------------------------------------------------------------===//

#include "wasi/Types.h"

namespace sinter::rt::wasi {

Errno fromSystem(long result) {
  using enum Errno;
  /// In a byte, since every program carries these.
  struct Narrow {
    constexpr Narrow(Errno error) : value(uint8_t(error)) {}
    operator Errno() const { return Errno(value); }
    uint8_t value;
  };
  static constexpr Narrow table[] = {
      Success,  Perm,        NoEnt,  Srch,  Intr,     Io,    NxIo,  TooBig, NoExec, // 0
      BadFd,    Child,       Again,  NoMem, Acces,    Fault, Io,    Busy,   Exist,  // 9
      XDev,     NoDev,       NotDir, IsDir, Inval,    NFile, MFile, NoTty,  TxtBsy, // 18
      FBig,     NoSpc,       SPipe,  RoFs,  MLink,    Pipe,  Dom,   Range,          // 27
      Deadlock, NameTooLong, NoLck,  NoSys, NotEmpty, Loop,  Io,    NoMsg,  IdRm,   // 35
  };
  unsigned long error = -result;
  if (error == PathEscapes)
    return Perm;
  if (error < sizeof table / sizeof table[0])
    return table[error];
  struct Pair {
    uint8_t system;
    Narrow error;
  };
  static constexpr Pair others[] = {
      {67, NoLink},      {71, Proto},           {72, MultiHop},     {74, BadMsg},
      {75, Overflow},    {84, IlSeq},           {88, NotSock},      {89, DestAddrReq},
      {90, MsgSize},     {91, ProtoType},       {92, NoProtoOpt},   {93, ProtoNoSupport},
      {95, NotSup},      {97, AfNoSupport},     {98, AddrInUse},    {99, AddrNotAvail},
      {100, NetDown},    {101, NetUnreach},     {102, NetReset},    {103, ConnAborted},
      {104, ConnReset},  {105, NoBufs},         {106, IsConn},      {107, NotConn},
      {110, TimedOut},   {111, ConnRefused},    {113, HostUnreach}, {114, Already},
      {115, InProgress}, {116, Stale},          {122, DQuot},       {125, Canceled},
      {130, OwnerDead},  {131, NotRecoverable},
  };
  for (Pair pair : others)
    if (pair.system == error)
      return pair.error;
  return Io;
}

} // namespace sinter::rt::wasi
