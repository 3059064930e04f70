//===-- FaultsTest.cpp - WASI calls on a system that fails ------------------===//
//
// What the kernel answers is what the guest sees, in WASI's numbers, but for an
// interruption: no guest has signals, so a call that one broke off goes on. What
// was moved before an error is reported, and nothing that was opened on the way
// stays open.
//
//===----------------------------------------------------------------------===//

#include "FakeSys.h"
#include "Fixture.h"
#include "wasi/FdTable.h"
#include "wasi/PathResolver.h"
#include "wasi/Wasi.h"
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sinter::rt;
using namespace sinter::rt::wasi;

namespace {

class Faults : public testing::Test {
protected:
  static void SetUpTestSuite() {
    char name[] = "/tmp/sinter-faults-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    root = name;
    ASSERT_EQ(mkdir((root + "/below").c_str(), 0755), 0);
    static std::string grant = "SINTER_DIR=" + root + "::/";
    static const char *environment[] = {grant.c_str(), nullptr};
    process.environment = environment;
  }
  static void TearDownTestSuite() {
    std::string command = "rm -rf " + root;
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
  void SetUp() override {
    fd = open("file", oflag::Create | oflag::Truncate);
    ASSERT_GT(fd, 3u);
    store<Iovec>(300, {100, 7});
    store<Iovec>(308, {200, 5});
    storeText(100, "hello, ");
    storeText(200, "world");
    fake::reset();
  }
  void TearDown() override {
    EXPECT_EQ(fake::reset(), std::vector<std::string>()); // Answers that nobody took.
    EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
  }

  static uint32_t open(const std::string &path, uint32_t flags) {
    storeText(1000, path);
    if (wasi_<pathOpen>({3, 0, 1000, path.size(), flags, right::File, right::All, 0, 2000}) !=
        Errno::Success)
      return 0;
    return load<uint32_t>(2000);
  }
  /// Enters a descriptor of the test's.
  static uint32_t enter(int host) {
    Descriptor descriptor;
    descriptor.host = host;
    descriptor.base = right::All;
    learnType(descriptor);
    Fd entered;
    EXPECT_EQ(addDescriptor(descriptor, entered), Errno::Success);
    return uint32_t(entered);
  }
  static std::string content() {
    char buffer[64] = {};
    int host = ::open((root + "/file").c_str(), O_RDONLY);
    EXPECT_GE(::read(host, buffer, sizeof buffer - 1), 0);
    ::close(host);
    return buffer;
  }
  static int openDescriptors() {
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory))
      ++count;
    closedir(directory);
    return count;
  }

  static inline std::string root;
  uint32_t fd = 0;
};

TEST_F(Faults, InterruptedCallsGoOn) {
  int ends[2], sockets[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
  uint32_t one = enter(ends[0]), other = enter(ends[1]);
  storeText(1000, "file");
  struct Case {
    const char *function;
    std::function<Errno()> call;
  };
  Subscription clock = {};
  clock.clockOrFd = 1;
  clock.timeout = 1'000'000;
  store(5000, clock);
  clock.flags = 1;
  store(5100, clock);
  const Case cases[] = {
      {"write", [&] { return wasi_<fdWrite>({fd, 300, 1, 400}); }},
      {"writeVector", [&] { return wasi_<fdWrite>({fd, 300, 2, 400}); }},
      {"writeAt", [&] { return wasi_<fdPwrite>({fd, 300, 1, 0, 400}); }},
      {"writeVectorAt", [&] { return wasi_<fdPwrite>({fd, 300, 2, 0, 400}); }},
      {"read", [&] { return wasi_<fdRead>({fd, 300, 1, 400}); }},
      {"readVector", [&] { return wasi_<fdRead>({fd, 300, 2, 400}); }},
      {"readAt", [&] { return wasi_<fdPread>({fd, 300, 1, 0, 400}); }},
      {"readVectorAt", [&] { return wasi_<fdPread>({fd, 300, 2, 0, 400}); }},
      {"send", [&] { return wasi_<sockSend>({one, 300, 1, 0, 400}); }},
      {"receive", [&] { return wasi_<sockRecv>({other, 300, 1, 0, 400, 404}); }},
      {"poll", [&] { return wasi_<pollOneoff>({5000, 6000, 1, 400}); }},
      {"sleep", [&] { return wasi_<pollOneoff>({5100, 6000, 1, 400}); }},
      {"random", [&] { return wasi_<randomGet>({5200, 10}); }},
      {"sync", [&] { return wasi_<fdSync>({fd}); }},
      {"syncData", [&] { return wasi_<fdDatasync>({fd}); }},
      {"allocate", [&] { return wasi_<fdAllocate>({fd, 0, 100}); }},
      {"truncate", [&] { return wasi_<fdFilestatSetSize>({fd, 50}); }},
      {"readDirectory", [&] { return wasi_<fdReaddir>({3, 7000, 500, 0, 400}); }},
      {"openBeneath",
       [&] {
         Errno error = wasi_<pathOpen>({3, 0, 1000, 4, 0, right::FdRead, 0, 0, 2000});
         EXPECT_EQ(wasi_<fdClose>({load<uint32_t>(2000)}), Errno::Success);
         return error;
       }},
  };
  for (const Case &test : cases) {
    SCOPED_TRACE(test.function);
    unsigned before = fake::calls(test.function);
    fake::answer(test.function, {-EINTR, -EINTR, -EINTR});
    EXPECT_EQ(test.call(), Errno::Success);
    EXPECT_GE(fake::calls(test.function), before + 4);
  }
  EXPECT_EQ(wasi_<fdClose>({one}), Errno::Success);
  EXPECT_EQ(wasi_<fdClose>({other}), Errno::Success);
  ::close(sockets[0]);
  ::close(sockets[1]);
}

TEST_F(Faults, AnAcceptedConnectionOutlivesAnInterruption) {
  int listener = ::socket(AF_UNIX, SOCK_STREAM, 0), client = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr address = {AF_UNIX, {}}; // The kernel chooses a name.
  ASSERT_EQ(::bind(listener, &address, sizeof(sa_family_t)), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  sockaddr_storage name;
  socklen_t size = sizeof name;
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr *>(&name), &size), 0);
  ASSERT_EQ(::connect(client, reinterpret_cast<sockaddr *>(&name), size), 0);
  uint32_t socket = enter(listener);
  fake::answer("accept", {-ECONNABORTED, -EMFILE, -EINTR});
  EXPECT_EQ(wasi_<sockAccept>({socket, 0, 400}), Errno::ConnAborted);
  EXPECT_EQ(wasi_<sockAccept>({socket, 0, 400}), Errno::MFile);
  EXPECT_EQ(wasi_<sockAccept>({socket, 0, 400}), Errno::Success);
  EXPECT_EQ(wasi_<fdClose>({load<uint32_t>(400)}), Errno::Success);
  EXPECT_EQ(wasi_<fdClose>({socket}), Errno::Success);
  ::close(client);
}

/// Linux has closed a descriptor whatever close(2) says of it.
TEST_F(Faults, WhatIsClosedIsClosedOnce) {
  uint32_t more = open("file", 0);
  fake::answer("close", {-EINTR});
  int host = findDescriptor(Fd(more))->host;
  EXPECT_EQ(wasi_<fdClose>({more}), Errno::Success);
  EXPECT_EQ(fake::calls("close"), 1u);
  EXPECT_EQ(wasi_<fdClose>({more}), Errno::BadFd);
  ::close(host);

  more = open("file", 0);
  fake::answer("close", {-EIO});
  host = findDescriptor(Fd(more))->host;
  EXPECT_EQ(wasi_<fdClose>({more}), Errno::Io);
  EXPECT_EQ(wasi_<fdClose>({more}), Errno::BadFd);
  ::close(host);
}

TEST_F(Faults, ErrorsArriveUnderTheirNames) {
  const std::pair<int, Errno> errors[] = {
      {EIO, Errno::Io},
      {ENOSPC, Errno::NoSpc},
      {EDQUOT, Errno::DQuot},
      {EFBIG, Errno::FBig},
      {EPIPE, Errno::Pipe},
      {EAGAIN, Errno::Again},
      {ENOMEM, Errno::NoMem},
      {EROFS, Errno::RoFs},
      {ETXTBSY, Errno::TxtBsy},
      {EOVERFLOW, Errno::Overflow},
      {ECONNRESET, Errno::ConnReset},
      {ESTALE, Errno::Stale},
      {ENXIO, Errno::NxIo},
      {EDESTADDRREQ, Errno::DestAddrReq},
  };
  storeText(1000, "file");
  for (auto [error, expected] : errors) {
    SCOPED_TRACE(error);
    fake::answer("write", {-error});
    EXPECT_EQ(wasi_<fdWrite>({fd, 300, 1, 400}), expected);
    fake::answer("readVector", {-error});
    EXPECT_EQ(wasi_<fdRead>({fd, 300, 2, 400}), expected);
    fake::answer("sync", {-error});
    EXPECT_EQ(wasi_<fdSync>({fd}), expected);
    fake::answer("status", {-error});
    EXPECT_EQ(wasi_<fdFilestatGet>({fd, 700}), expected);
    fake::answer("makeDirectory", {-error});
    EXPECT_EQ(wasi_<pathCreateDirectory>({3, 1000, 4}), expected);
    fake::answer("rename", {-error});
    EXPECT_EQ(wasi_<pathRename>({3, 1000, 4, 3, 1000, 4}), expected);
  }
  // What WASI has no name for.
  fake::answer("write", {-ENOTBLK, -ENOMEDIUM, -EKEYEXPIRED});
  for (int i = 0; i != 3; ++i)
    EXPECT_EQ(wasi_<fdWrite>({fd, 300, 1, 400}), Errno::Io);
}

TEST_F(Faults, ShortTransfersAreReportedAsSuch) {
  fake::limitTransfers(5);
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 5u);
  EXPECT_EQ(wasi_<fdPwrite>({fd, 308, 1, 5, 400}), Errno::Success);
  EXPECT_EQ(content(), "helloworld");
  storeText(100, "-------");
  EXPECT_EQ(wasi_<fdPread>({fd, 300, 2, 0, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 5u);
  EXPECT_EQ(std::string(reinterpret_cast<char *>(guest() + 100), 7), "hello--");
}

/// A list longer than a system call takes is several; what the first of them wrote counts.
TEST_F(Faults, NothingWrittenIsLost) {
  constexpr uint32_t count = 2000, list = 10000;
  for (uint32_t i = 0; i != count; ++i)
    store<Iovec>(list + 8 * i, {100, 1});
  fake::answer("writeVector", {1024, -ENOSPC});
  EXPECT_EQ(wasi_<fdWrite>({fd, list, count, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1024u);
  fake::answer("writeVector", {1024, -EINTR, 976});
  EXPECT_EQ(wasi_<fdWrite>({fd, list, count, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), count);
  fake::answer("writeVector", {1000}); // Short: nobody knows whether the next would wait.
  EXPECT_EQ(wasi_<fdWrite>({fd, list, count, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1000u);
  fake::answer("writeVector", {-ENOSPC});
  EXPECT_EQ(wasi_<fdWrite>({fd, list, count, 400}), Errno::NoSpc);
  fake::answer("readVector", {1024, -EIO});
  EXPECT_EQ(wasi_<fdRead>({fd, list, count, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1024u);
}

/// Where the kernel cannot write in place in a file that is open for appending, it appends.
TEST_F(Faults, OldSystemsAppend) {
  storeText(1000, "file");
  ASSERT_EQ(wasi_<pathOpen>({3, 0, 1000, 4, 0, right::File, 0, fdflag::Append, 2000}),
            Errno::Success);
  uint32_t log = load<uint32_t>(2000);
  EXPECT_EQ(wasi_<fdWrite>({log, 308, 1, 400}), Errno::Success);
  fake::answer("writeVectorInPlace", {-EOPNOTSUPP, -ENOSYS, -ENOSPC});
  EXPECT_EQ(wasi_<fdPwrite>({log, 308, 1, 0, 400}), Errno::Success);
  EXPECT_EQ(wasi_<fdPwrite>({log, 308, 1, 0, 400}), Errno::Success);
  EXPECT_EQ(wasi_<fdPwrite>({log, 308, 1, 0, 400}), Errno::NoSpc);
  EXPECT_EQ(content(), "worldworldworld");
  EXPECT_EQ(wasi_<fdClose>({log}), Errno::Success);
}

TEST_F(Faults, RandomBytesComeInPieces) {
  for (int i = 0; i != 4; ++i) { // All of 64 bytes stay zero once in 2^512 tries.
    std::memset(guest() + 5000, 0, 66);
    fake::limitTransfers(3);
    EXPECT_EQ(wasi_<randomGet>({5001, 64}), Errno::Success);
    EXPECT_GE(fake::calls("random"), 22u);
    EXPECT_NE(load<uint64_t>(5001), 0u);
    EXPECT_NE(load<uint64_t>(5057), 0u);
    EXPECT_EQ(guest()[5000], 0);
    EXPECT_EQ(guest()[5065], 0);
  }
  fake::answer("random", {-ENOSYS});
  EXPECT_EQ(wasi_<randomGet>({5000, 64}), Errno::NoSys);
}

/// However often signals break in, the whole wait takes as long as was asked.
TEST_F(Faults, InterruptionsDoNotProlongAWait) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  uint32_t reader = enter(ends[0]);
  Subscription clock = {}, read = {};
  clock.clockOrFd = 1;
  clock.timeout = 30'000'000;
  read.type = EventType::FdRead;
  read.clockOrFd = reader;
  store(0, clock);
  store(48, read);
  fake::answer("poll", std::vector<long>(50, -EINTR));
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 2, 400}), Errno::Success);
  auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, std::chrono::milliseconds(30));
  EXPECT_EQ(load<uint32_t>(400), 1u);
  EXPECT_EQ(load<Event>(4096).type, EventType::Clock);
  const std::vector<int64_t> &timeouts = fake::pollTimeouts();
  ASSERT_EQ(timeouts.size(), 51u);
  for (size_t i = 1; i != timeouts.size(); ++i)
    EXPECT_LT(timeouts[i], timeouts[i - 1]);
  fake::answer("poll", {-ENOMEM});
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 2, 400}), Errno::NoMem);
  EXPECT_EQ(wasi_<fdClose>({reader}), Errno::Success);
  ::close(ends[1]);
}

TEST_F(Faults, NoDescriptorIsLeftOpen) {
  storeText(1000, "below/x");
  int before = openDescriptors();
  fake::answer("openBeneath", {-EMFILE, -ENFILE, -ENOMEM});
  EXPECT_EQ(open("file", 0), 0u);
  EXPECT_EQ(wasi_<pathOpen>({3, 0, 1000, 7, 0, 0, 0, 0, 2000}), Errno::NFile);
  EXPECT_EQ(wasi_<pathUnlinkFile>({3, 1000, 7}), Errno::NoMem);
  storeText(1000, "below/x");
  // The second of two paths fails when the first is open.
  for (Errno error : {Errno::MFile, Errno::Io}) {
    long system = error == Errno::MFile ? -EMFILE : -EIO;
    fake::answer("link", {system});
    EXPECT_EQ(wasi_<pathLink>({3, 0, 1000, 7, 3, 1000, 7}), error);
    fake::answer("makeSymlink", {system});
    EXPECT_EQ(wasi_<pathSymlink>({1000, 7, 3, 1000, 7}), error);
    fake::answer("readLink", {system});
    EXPECT_EQ(wasi_<pathReadlink>({3, 1000, 7, 5000, 10, 400}), error);
    fake::answer("setTimes", {system});
    EXPECT_EQ(wasi_<pathFilestatSetTimes>({3, 0, 1000, 7, 0, 0, 0}), error);
    fake::answer("remove", {system, system});
    EXPECT_EQ(wasi_<pathUnlinkFile>({3, 1000, 7}), error);
    EXPECT_EQ(wasi_<pathRemoveDirectory>({3, 1000, 7}), error);
    fake::answer("status", {system});
    EXPECT_EQ(wasi_<pathFilestatGet>({3, 0, 1000, 7, 5000}), error);
    // A link that cannot be read is not what is meant instead.
    fake::answer("readLink", {system});
    EXPECT_EQ(wasi_<pathFilestatSetTimes>({3, 1, 1000, 7, 0, 0, 10}), error);
  }
  EXPECT_EQ(openDescriptors(), before);
}

/// Where the system gives the number of a closed standard stream, and then no other.
TEST_F(Faults, AStandardNumberIsNotKept) {
  int host = ::dup(0);
  ASSERT_GE(host, 0);
  fake::answer("openBeneath", {0}); // As if standard input had been closed.
  fake::answer("duplicate", {-EMFILE});
  fake::answer("close", {0});
  EXPECT_EQ(open("file", 0), 0u);
  EXPECT_EQ(fake::calls("close"), 1u);
  ::close(host);
}

TEST_F(Faults, TheKernelIsAskedAgainWhenItCouldNotTell) {
  fake::answer("openBeneath", {-EAGAIN, -EAGAIN, -EINTR});
  uint32_t again = open("file", 0);
  EXPECT_GT(again, 3u);
  EXPECT_EQ(fake::calls("openBeneath"), 4u);
  EXPECT_FALSE(openBeneathMissing);
  // The file's own refusal, which the call on the directory itself does not share.
  fake::answer("openBeneath", {-EPERM});
  EXPECT_EQ(open("file", 0), 0u);
  EXPECT_FALSE(openBeneathMissing);
  EXPECT_EQ(wasi_<fdClose>({again}), Errno::Success);
}

TEST_F(Faults, WithoutOpenat2ThePathIsWalked) {
  fake::answer("openBeneath", {-ENOSYS});
  fake::answer("open", {-EINTR, -EINTR});
  uint32_t walked = open("below/../file", 0);
  EXPECT_GT(walked, 3u);
  EXPECT_TRUE(openBeneathMissing);
  EXPECT_EQ(wasi_<fdClose>({walked}), Errno::Success);
  int before = openDescriptors();
  fake::answer("open", {-EMFILE});
  EXPECT_EQ(open("below/../file", 0), 0u);
  fake::answer("readLink", {-EIO});
  EXPECT_EQ(open("below/../file", 0), 0u);
  EXPECT_EQ(openDescriptors(), before);
  openBeneathMissing = false;
}

/// Such as those that real files would take long to bring about: EMLINK is the 65,001st name of a
/// file on ext4, and no number of names on a tmpfs.
TEST_F(Faults, EveryErrorOfTheKernelHasItsNumber) {
  // By witx/typenames.witx, whose order is that of the names.
  const int inOrder[] = {
      0,
      E2BIG,
      EACCES,
      EADDRINUSE,
      EADDRNOTAVAIL,
      EAFNOSUPPORT,
      EAGAIN,
      EALREADY,
      EBADF,
      EBADMSG,
      EBUSY,
      ECANCELED,
      ECHILD,
      ECONNABORTED,
      ECONNREFUSED,
      ECONNRESET,
      EDEADLK,
      EDESTADDRREQ,
      EDOM,
      EDQUOT,
      EEXIST,
      EFAULT,
      EFBIG,
      EHOSTUNREACH,
      EIDRM,
      EILSEQ,
      EINPROGRESS,
      EINTR,
      EINVAL,
      EIO,
      EISCONN,
      EISDIR,
      ELOOP,
      EMFILE,
      EMLINK,
      EMSGSIZE,
      EMULTIHOP,
      ENAMETOOLONG,
      ENETDOWN,
      ENETRESET,
      ENETUNREACH,
      ENFILE,
      ENOBUFS,
      ENODEV,
      ENOENT,
      ENOEXEC,
      ENOLCK,
      ENOLINK,
      ENOMEM,
      ENOMSG,
      ENOPROTOOPT,
      ENOSPC,
      ENOSYS,
      ENOTCONN,
      ENOTDIR,
      ENOTEMPTY,
      ENOTRECOVERABLE,
      ENOTSOCK,
      EOPNOTSUPP,
      ENOTTY,
      ENXIO,
      EOVERFLOW,
      EOWNERDEAD,
      EPERM,
      EPIPE,
      EPROTO,
      EPROTONOSUPPORT,
      EPROTOTYPE,
      ERANGE,
      EROFS,
      ESPIPE,
      ESRCH,
      ESTALE,
      ETIMEDOUT,
      ETXTBSY,
      EXDEV,
  };
  storeText(1000, "below/x");
  for (size_t number = 1; number != std::size(inOrder); ++number) {
    fake::answer("link", {-inOrder[number]});
    EXPECT_EQ(size_t(wasi_<pathLink>({3, 0, 1000, 7, 3, 1000, 7})), number)
        << strerrorname_np(inOrder[number]);
  }
  for (int unnamed : {ENOTBLK, EREMOTEIO, EKEYEXPIRED}) {
    fake::answer("link", {-unnamed});
    EXPECT_EQ(wasi_<pathLink>({3, 0, 1000, 7, 3, 1000, 7}), Errno::Io);
  }
}

TEST_F(Faults, DirectoriesThatCannotBeRead) {
  fake::answer("readDirectory", {-EIO});
  EXPECT_EQ(wasi_<fdReaddir>({3, 7000, 500, 0, 400}), Errno::Io);
  fake::answer("seek", {-EINVAL}); // A cookie that the file system does not know.
  EXPECT_EQ(wasi_<fdReaddir>({3, 7000, 500, 12345, 400}), Errno::Inval);
}

/// Messages come out whole through a channel that takes them in pieces, and end where it is shut.
TEST_F(Faults, MessagesAreWholeOrEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  fake::limitTransfers(3);
  fake::answer("write", {-EINTR});
  Message(ends[1]).text("all of it\n").flush();
  char buffer[16];
  ASSERT_EQ(::read(ends[0], buffer, sizeof buffer), 10);
  EXPECT_EQ(std::string(buffer, 10), "all of it\n");
  for (long end : {-EAGAIN, -EPIPE, -EIO, 0}) {
    fake::answer("write", {end});
    unsigned before = fake::calls("write");
    Message(ends[1]).text("lost").flush();
    EXPECT_EQ(fake::calls("write"), before + 1);
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

} // namespace
