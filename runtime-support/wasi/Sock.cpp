//===-- Sock.cpp - sock_*: sockets that the program was given --------===//
//
// Preview 1 cannot open a socket, only use one that it was given: as standard
// input or output, by --listen, or accepted from such a one. A message is one
// system call, since a second would be another message of a datagram socket.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/FileStatus.h"
#include "wasi/Vectors.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

static constexpr uint16_t DataTruncated = 1; ///< roflags.

static Errno findSocket(Fd fd, Rights rights, Descriptor *&descriptor) {
  descriptor = findGranted(fd);
  if (!descriptor)
    return Errno::BadFd;
  learnType(*descriptor);
  if (descriptor->type != FileType::SocketStream && descriptor->type != FileType::SocketDgram)
    return Errno::NotSock;
  return (descriptor->base & rights) == rights ? Errno::Success : Errno::NotCapable;
}

Errno sockAccept(Fd fd, uint32_t flags, GuestPointer<Fd> result) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, right::SockAccept, descriptor); error != Errno::Success)
    return error;
  if (flags & ~uint32_t(fdflag::NonBlock))
    return Errno::Inval;
  int listener = descriptor->host, system = toSystemFlags(flags) | sys::CloseOnExec;
  long host =
      sys::uninterrupted([&] { return waiting([&] { return sys::accept(listener, system); }); });
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
  if (Errno error = findSocket(fd, right::FdRead, descriptor); error != Errno::Success)
    return error;
  constexpr uint32_t peek = 1, waitAll = 2;
  if (flags & ~(peek | waitAll))
    return Errno::Inval;
  Vectors vectors(list);
  if (!vectors.areValid())
    return Errno::Fault;
  vectors.next();
  constexpr int systemPeek = 2, systemWaitAll = 0x100, systemTruncated = 0x20;
  int system = (flags & peek ? systemPeek : 0) | (flags & waitAll ? systemWaitAll : 0);
  sys::Message message = {};
  message.vectors = vectors.entries;
  message.count = uint64_t(vectors.count);
  int host = descriptor->host;
  long size = sys::uninterrupted(
      [&] { return waiting([&] { return sys::receive(host, message, system); }); });
  if (size < 0)
    return fromSystem(size);
  received.store(uint32_t(size));
  resultFlags.store(message.flags & systemTruncated ? DataTruncated : 0);
  return Errno::Success;
}

Errno sockSend(Fd fd, GuestSpan<Iovec> list, uint32_t flags, GuestPointer<Size> sent) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, right::FdWrite, descriptor); error != Errno::Success)
    return error;
  if (flags)
    return Errno::Inval;
  Vectors vectors(list);
  if (!vectors.areValid())
    return Errno::Fault;
  vectors.next();
  sys::Message message = {};
  message.vectors = vectors.entries;
  message.count = uint64_t(vectors.count);
  int host = descriptor->host;
  long size = sys::uninterrupted([&] { return waiting([&] { return sys::send(host, message); }); });
  if (size < 0)
    return fromSystem(size);
  sent.store(uint32_t(size));
  return Errno::Success;
}

Errno sockShutdown(Fd fd, uint32_t how) {
  Descriptor *descriptor;
  if (Errno error = findSocket(fd, right::SockShutdown, descriptor); error != Errno::Success)
    return error;
  // WASI has a bit for reading and one for writing; the system counts 0, 1, both 2.
  if (how == 0 || how > 3)
    return Errno::Inval;
  return check(sys::shutdown(descriptor->host, int(how) - 1));
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_SOCK
#include "wasi/Exports.h"
