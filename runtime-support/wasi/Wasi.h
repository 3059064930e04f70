//===-- Wasi.h - The calls of Wasi.def as C++ functions ---------------------===//
//
// Specification of each: witx/wasi_snapshot_preview1.witx. One source file per
// area: Args, Clock, Random, Proc, Poll, Fd, Path, Sock.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasi/Guest.h"

namespace sinter::rt::wasi {

Errno argsGet(GuestAddress arguments, GuestAddress buffer);
Errno argsSizesGet(GuestPointer<Size> count, GuestPointer<Size> bufferSize);
Errno environGet(GuestAddress variables, GuestAddress buffer);
Errno environSizesGet(GuestPointer<Size> count, GuestPointer<Size> bufferSize);
Errno clockResGet(uint32_t clock, GuestPointer<Timestamp> resolution);
Errno clockTimeGet(uint32_t clock, Timestamp precision, GuestAddress time);
Errno randomGet(GuestSpan<uint8_t> buffer);
Errno schedYield();
Errno procExit(uint32_t status);
Errno procRaise(uint32_t signal);
Errno pollOneoff(GuestAddress subscriptions, GuestAddress events, uint32_t count,
                 GuestPointer<Size> eventCount);
Errno pollOneoffUnstable(GuestAddress subscriptions, GuestAddress events, uint32_t count,
                         GuestPointer<Size> eventCount);

Errno fdAdvise(Fd fd, uint64_t offset, uint64_t size, uint32_t advice);
Errno fdAllocate(Fd fd, uint64_t offset, uint64_t size);
Errno fdClose(Fd fd);
Errno fdDatasync(Fd fd);
Errno fdFdstatGet(Fd fd, GuestPointer<FdStat> result);
Errno fdFdstatSetFlags(Fd fd, uint32_t flags);
Errno fdFdstatSetRights(Fd fd, Rights base, Rights inheriting);
Errno fdFilestatGet(Fd fd, GuestPointer<FileStat> result);
Errno fdFilestatGetUnstable(Fd fd, GuestPointer<FileStatUnstable> result);
Errno fdFilestatSetSize(Fd fd, uint64_t size);
Errno fdFilestatSetTimes(Fd fd, Timestamp accessed, Timestamp modified, uint32_t flags);
Errno fdPread(Fd fd, GuestSpan<Iovec> vectors, uint64_t offset, GuestPointer<Size> read);
Errno fdPrestatDirName(Fd fd, GuestSpan<char> name);
Errno fdPrestatGet(Fd fd, GuestPointer<Prestat> result);
Errno fdPwrite(Fd fd, GuestSpan<Iovec> vectors, uint64_t offset, GuestPointer<Size> written);
Errno fdRead(Fd fd, GuestSpan<Iovec> vectors, GuestPointer<Size> read);
Errno fdReaddir(Fd fd, GuestSpan<uint8_t> buffer, uint64_t cookie, GuestPointer<Size> used);
Errno fdRenumber(Fd from, Fd to);
Errno fdSeek(Fd fd, uint64_t offset, uint32_t whence, GuestPointer<uint64_t> result);
Errno fdSeekUnstable(Fd fd, uint64_t offset, uint32_t whence, GuestPointer<uint64_t> result);
Errno fdSync(Fd fd);
Errno fdTell(Fd fd, GuestPointer<uint64_t> result);
Errno fdWrite(Fd fd, GuestSpan<Iovec> vectors, GuestPointer<Size> written);

Errno pathCreateDirectory(Fd fd, GuestSpan<char> path);
Errno pathFilestatGet(Fd fd, uint32_t lookup, GuestSpan<char> path, GuestPointer<FileStat> result);
Errno pathFilestatGetUnstable(Fd fd, uint32_t lookup, GuestSpan<char> path,
                              GuestPointer<FileStatUnstable> result);
Errno pathFilestatSetTimes(Fd fd, uint32_t lookup, GuestSpan<char> path, Timestamp accessed,
                           Timestamp modified, uint32_t flags);
Errno pathLink(Fd oldFd, uint32_t lookup, GuestSpan<char> oldPath, Fd newFd,
               GuestSpan<char> newPath);
Errno pathOpen(Fd fd, uint32_t lookup, GuestSpan<char> path, uint32_t openFlags, Rights base,
               Rights inheriting, uint32_t flags, GuestPointer<Fd> result);
Errno pathReadlink(Fd fd, GuestSpan<char> path, GuestSpan<char> buffer, GuestPointer<Size> used);
Errno pathRemoveDirectory(Fd fd, GuestSpan<char> path);
Errno pathRename(Fd oldFd, GuestSpan<char> oldPath, Fd newFd, GuestSpan<char> newPath);
Errno pathSymlink(GuestSpan<char> target, Fd fd, GuestSpan<char> path);
Errno pathUnlinkFile(Fd fd, GuestSpan<char> path);

Errno sockAccept(Fd fd, uint32_t flags, GuestPointer<Fd> result);
Errno sockRecv(Fd fd, GuestSpan<Iovec> vectors, uint32_t flags, GuestPointer<Size> received,
               GuestPointer<uint16_t> resultFlags);
Errno sockSend(Fd fd, GuestSpan<Iovec> vectors, uint32_t flags, GuestPointer<Size> sent);
Errno sockShutdown(Fd fd, uint32_t how);

} // namespace sinter::rt::wasi
