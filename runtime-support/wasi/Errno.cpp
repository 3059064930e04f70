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
  static constexpr Errno table[] = {
      Success, Perm,     NoEnt,   Srch,   Intr,  Io,          NxIo,     TooBig,  NoExec, // 0
      BadFd,   Child,    Again,   NoMem,  Acces, Fault,       Io,       Busy,    Exist,  // 9
      XDev,    NoDev,    NotDir,  IsDir,  Inval, NFile,       MFile,    NoTty,   TxtBsy, // 18
      FBig,    NoSpc,    SPipe,   RoFs,   MLink, Pipe,        Dom,      Range,           // 27
      Deadlock, NameTooLong, NoLck, NoSys, NotEmpty, Loop,    Io,       NoMsg,   IdRm,   // 35
  };
  unsigned long error = -result;
  if (error < sizeof table / sizeof table[0])
    return table[error];
  switch (error) {
  case 67:
    return NoLink;
  case 71:
    return Proto;
  case 72:
    return MultiHop;
  case 74:
    return BadMsg;
  case 75:
    return Overflow;
  case 84:
    return IlSeq;
  case 88:
    return NotSock;
  case 89:
    return DestAddrReq;
  case 90:
    return MsgSize;
  case 91:
    return ProtoType;
  case 92:
    return NoProtoOpt;
  case 93:
    return ProtoNoSupport;
  case 95:
    return NotSup;
  case 97:
    return AfNoSupport;
  case 98:
    return AddrInUse;
  case 99:
    return AddrNotAvail;
  case 100:
    return NetDown;
  case 101:
    return NetUnreach;
  case 102:
    return NetReset;
  case 103:
    return ConnAborted;
  case 104:
    return ConnReset;
  case 105:
    return NoBufs;
  case 106:
    return IsConn;
  case 107:
    return NotConn;
  case 110:
    return TimedOut;
  case 111:
    return ConnRefused;
  case 113:
    return HostUnreach;
  case 114:
    return Already;
  case 115:
    return InProgress;
  case 116:
    return Stale;
  case 122:
    return DQuot;
  case 125:
    return Canceled;
  case 130:
    return OwnerDead;
  case 131:
    return NotRecoverable;
  default:
    return Io;
  }
}

} // namespace sinter::rt::wasi
