//===-- Sock.cpp - sock_*: sockets that the program was started with --------===//
//
// Preview 1 cannot open a socket, only use one that it was given as standard
// input or output, or accepted from such a one.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/FileStatus.h"
#include "wasi/Vectors.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

static Errno findSocket(Fd fd, Descriptor *&descriptor) {
  descriptor = findDescriptor(fd);
  if (!descriptor)
    return Errno::BadFd;
  learnType(*descriptor);
  return descriptor->type == FileType::SocketStream || descriptor->type == FileType::SocketDgram
             ? Errno::Success
             : Errno::NotSock;
}

Errno sockAccept(Fd fd, uint32_t flags, GuestPointer<Fd> result) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, descriptor); error != Errno::Success)
    return error;
  if (flags & ~uint32_t(fdflag::NonBlock))
    return Errno::Inval;
  long host = sys::accept(descriptor->host, toSystemFlags(flags) | sys::CloseOnExec);
  if (host < 0)
    return fromSystem(host);
  Descriptor connection;
  connection.host = int(host);
  connection.base = connection.inheriting = right::Socket;
  learnType(connection);
  Fd accepted;
  Errno error = addDescriptor(connection, accepted);
  if (error == Errno::Success)
    result.store(accepted);
  else
    sys::close(int(host));
  return error;
}

Errno sockRecv(Fd fd, GuestSpan<Iovec> list, uint32_t flags, GuestPointer<Size> received,
               GuestPointer<uint16_t> resultFlags) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, descriptor); error != Errno::Success)
    return error;
  constexpr uint32_t peek = 1, waitAll = 2;
  if (flags & ~(peek | waitAll))
    return Errno::Inval;
  Vectors vectors;
  if (!vectors.gather(list))
    return Errno::Fault;
  // The first buffer alone: a short result is allowed, and callers pass one.
  constexpr int systemPeek = 2, systemWaitAll = 0x100;
  int system = (flags & peek ? systemPeek : 0) | (flags & waitAll ? systemWaitAll : 0);
  long size = vectors.count ? sys::receive(descriptor->host, vectors.entries[0].base,
                                           vectors.entries[0].size, system)
                            : 0;
  if (size < 0)
    return fromSystem(size);
  received.store(uint32_t(size));
  resultFlags.store(0);
  return Errno::Success;
}

Errno sockSend(Fd fd, GuestSpan<Iovec> list, uint32_t flags, GuestPointer<Size> sent) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, descriptor); error != Errno::Success)
    return error;
  if (flags)
    return Errno::Inval;
  Vectors vectors;
  if (!vectors.gather(list))
    return Errno::Fault;
  long size = sys::writeVector(descriptor->host, vectors.entries, vectors.count);
  if (size < 0)
    return fromSystem(size);
  sent.store(uint32_t(size));
  return Errno::Success;
}

Errno sockShutdown(Fd fd, uint32_t how) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, descriptor); error != Errno::Success)
    return error;
  // WASI has a bit for reading and one for writing; the system counts 0, 1, both 2.
  if (how == 0 || how > 3)
    return Errno::Inval;
  return check(sys::shutdown(descriptor->host, int(how) - 1));
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_SOCK
#include "wasi/Exports.h"
