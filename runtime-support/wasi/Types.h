//===-- Types.h - The types of WASI preview 1 -------------------------------===//
//
// As witx/typenames.witx of wasi_snapshot_preview1 has them; each struct is laid
// out as in the guest's memory, which is why nothing here is a pointer.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace sinter::rt::wasi {

enum class Errno : uint16_t {
  Success,
  TooBig,
  Acces,
  AddrInUse,
  AddrNotAvail,
  AfNoSupport,
  Again,
  Already,
  BadFd,
  BadMsg,
  Busy,
  Canceled,
  Child,
  ConnAborted,
  ConnRefused,
  ConnReset,
  Deadlock,
  DestAddrReq,
  Dom,
  DQuot,
  Exist,
  Fault,
  FBig,
  HostUnreach,
  IdRm,
  IlSeq,
  InProgress,
  Intr,
  Inval,
  Io,
  IsConn,
  IsDir,
  Loop,
  MFile,
  MLink,
  MsgSize,
  MultiHop,
  NameTooLong,
  NetDown,
  NetReset,
  NetUnreach,
  NFile,
  NoBufs,
  NoDev,
  NoEnt,
  NoExec,
  NoLck,
  NoLink,
  NoMem,
  NoMsg,
  NoProtoOpt,
  NoSpc,
  NoSys,
  NotConn,
  NotDir,
  NotEmpty,
  NotRecoverable,
  NotSock,
  NotSup,
  NoTty,
  NxIo,
  Overflow,
  OwnerDead,
  Perm,
  Pipe,
  Proto,
  ProtoNoSupport,
  ProtoType,
  Range,
  RoFs,
  SPipe,
  Srch,
  Stale,
  TimedOut,
  TxtBsy,
  XDev,
  NotCapable,
};
static_assert(int(Errno::NotCapable) == 76 && int(Errno::NoSys) == 52 && int(Errno::Perm) == 63);

enum class Fd : uint32_t {};
using Size = uint32_t;
using Timestamp = uint64_t;

enum class FileType : uint8_t {
  Unknown,
  BlockDevice,
  CharacterDevice,
  Directory,
  RegularFile,
  SocketDgram,
  SocketStream,
  SymbolicLink,
};

/// What a descriptor may be used for. Flags, combined with the operators of uint64_t.
namespace right {
enum : uint64_t {
  FdDatasync = 1u << 0,
  FdRead = 1u << 1,
  FdSeek = 1u << 2,
  FdFdstatSetFlags = 1u << 3,
  FdSync = 1u << 4,
  FdTell = 1u << 5,
  FdWrite = 1u << 6,
  FdAdvise = 1u << 7,
  FdAllocate = 1u << 8,
  PathCreateDirectory = 1u << 9,
  PathCreateFile = 1u << 10,
  PathLinkSource = 1u << 11,
  PathLinkTarget = 1u << 12,
  PathOpen = 1u << 13,
  FdReaddir = 1u << 14,
  PathReadlink = 1u << 15,
  PathRenameSource = 1u << 16,
  PathRenameTarget = 1u << 17,
  PathFilestatGet = 1u << 18,
  PathFilestatSetSize = 1u << 19,
  PathFilestatSetTimes = 1u << 20,
  FdFilestatGet = 1u << 21,
  FdFilestatSetSize = 1u << 22,
  FdFilestatSetTimes = 1u << 23,
  PathSymlink = 1u << 24,
  PathRemoveDirectory = 1u << 25,
  PathUnlinkFile = 1u << 26,
  PollFdReadwrite = 1u << 27,
  SockShutdown = 1u << 28,
  SockAccept = 1u << 29,

  All = (1u << 30) - 1,
  Directory = FdFdstatSetFlags | FdSync | FdAdvise | PathCreateDirectory | PathCreateFile |
              PathLinkSource | PathLinkTarget | PathOpen | FdReaddir | PathReadlink |
              PathRenameSource | PathRenameTarget | PathFilestatGet | PathFilestatSetSize |
              PathFilestatSetTimes | FdFilestatGet | FdFilestatSetTimes | PathSymlink |
              PathRemoveDirectory | PathUnlinkFile | PollFdReadwrite,
  File = FdDatasync | FdRead | FdSeek | FdFdstatSetFlags | FdSync | FdTell | FdWrite | FdAdvise |
         FdAllocate | FdFilestatGet | FdFilestatSetSize | FdFilestatSetTimes | PollFdReadwrite,
  Socket = FdRead | FdFdstatSetFlags | FdWrite | FdFilestatGet | PollFdReadwrite | SockShutdown |
           SockAccept,
  Stream = FdRead | FdFdstatSetFlags | FdSync | FdWrite | FdFilestatGet | PollFdReadwrite,
  /// What a read-only grant takes away.
  Writing = FdDatasync | FdWrite | FdAllocate | PathCreateDirectory | PathCreateFile |
            PathLinkSource | PathLinkTarget | PathRenameSource | PathRenameTarget |
            PathFilestatSetSize | PathFilestatSetTimes | FdFilestatSetSize | FdFilestatSetTimes |
            PathSymlink | PathRemoveDirectory | PathUnlinkFile,
};
}
using Rights = uint64_t;

/// fdflags.
namespace fdflag {
enum : uint16_t { Append = 1, DSync = 2, NonBlock = 4, RSync = 8, Sync = 16, All = 31 };
}
/// oflags.
namespace oflag {
enum : uint16_t { Create = 1, Directory = 2, Exclusive = 4, Truncate = 8, All = 15 };
}
/// fstflags.
namespace fstflag {
enum : uint16_t { AccessTime = 1, AccessNow = 2, ModifyTime = 4, ModifyNow = 8, All = 15 };
}
constexpr uint32_t SymlinkFollow = 1; ///< lookupflags.

struct Iovec {
  uint32_t pointer;
  uint32_t size;
};

struct FdStat {
  FileType type;
  uint8_t pad0;
  uint16_t flags;
  uint32_t pad1;
  Rights base, inheriting;
};
static_assert(sizeof(FdStat) == 24);

struct FileStat {
  uint64_t device, inode;
  FileType type;
  uint8_t pad[7];
  uint64_t links, size;
  Timestamp accessed, modified, changed;
};
static_assert(sizeof(FileStat) == 64);

/// Preview 0 counted links in 32 bits.
struct FileStatUnstable {
  uint64_t device, inode;
  FileType type;
  uint8_t pad[3];
  uint32_t links;
  uint64_t size;
  Timestamp accessed, modified, changed;
};
static_assert(sizeof(FileStatUnstable) == 56);

struct Prestat {
  uint32_t tag; ///< 0: a directory.
  uint32_t nameSize;
};

struct DirectoryEntry {
  uint64_t next, inode;
  uint32_t nameSize;
  FileType type;
  uint8_t pad[3];
};
static_assert(sizeof(DirectoryEntry) == 24);

enum class EventType : uint8_t { Clock, FdRead, FdWrite };

struct Subscription {
  uint64_t userData;
  EventType type;
  uint8_t pad0[7];
  uint32_t clockOrFd;
  uint32_t pad1;
  Timestamp timeout, precision;
  uint16_t flags; ///< 1: the timeout is a point in time.
  uint16_t pad2[3];
};
static_assert(sizeof(Subscription) == 48);

/// Preview 0 gave each clock an identifier of its own.
struct SubscriptionUnstable {
  uint64_t userData;
  EventType type;
  uint8_t pad0[7];
  uint64_t identifierOrFd;
  uint32_t clock;
  uint32_t pad1;
  Timestamp timeout, precision;
  uint16_t flags;
  uint16_t pad2[3];
};
static_assert(sizeof(SubscriptionUnstable) == 56);

struct Event {
  uint64_t userData;
  Errno error;
  EventType type;
  uint8_t pad0[5];
  uint64_t readable;
  uint16_t flags; ///< 1: the other end hung up.
  uint16_t pad1[3];
};
static_assert(sizeof(Event) == 32);

/// What the resolver reports, negated, of a path that leaves its directory: above the kernel's
/// errnos.
constexpr long PathEscapes = 4096;

/// The WASI errno of a negated one of the kernel, or of -PathEscapes.
Errno fromSystem(long result);
/// Success where `result` is not an error.
inline Errno check(long result) { return result < 0 ? fromSystem(result) : Errno::Success; }

} // namespace sinter::rt::wasi
