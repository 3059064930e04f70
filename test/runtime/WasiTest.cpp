//===-- WasiTest.cpp - WASI calls as a guest makes them ---------------------===//

#include "wasi/Wasi.h"
#include "Fixture.h"
#include "wasi/FdTable.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

using namespace sinter::rt;
using namespace sinter::rt::wasi;

namespace {

constexpr uint32_t End = 65536;

class Wasi : public testing::Test {
protected:
  static void SetUpTestSuite() {
    char name[] = "/tmp/sinter-wasi-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    root = name;
    std::string grant = "SINTER_DIR=" + root + "::/work";
    static std::string kept = grant;
    static const char *environment[] = {"SHOWN=yes", "HIDDEN=no", kept.c_str(), nullptr};
    static const char *arguments[] = {"app", "one", "", nullptr};
    process.environment = environment;
    process.arguments = arguments;
    process.argumentCount = 3;
  }
  static void TearDownTestSuite() {
    std::string command = "rm -rf " + root;
    EXPECT_EQ(std::system(command.c_str()), 0);
  }

  /// path_open of a path at address 1000, result at 2000.
  static Errno open(const std::string &path, uint32_t flags, Rights base, uint32_t &fd,
                    uint32_t directory = 3) {
    storeText(1000, path);
    Errno error = wasi_<pathOpen>(
        {directory, SymlinkFollow, 1000, path.size(), flags, base, right::All, 0, 2000});
    fd = load<uint32_t>(2000);
    return error;
  }
  static inline std::string root;
};

TEST_F(Wasi, ArgumentsAndEnvironment) {
  EXPECT_EQ(wasi_<argsSizesGet>({0, 4}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(0), 3u);
  EXPECT_EQ(load<uint32_t>(4), 9u);
  EXPECT_EQ(wasi_<argsGet>({16, 100}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(20), 104u);
  EXPECT_STREQ(reinterpret_cast<char *>(guest() + 104), "one");
  EXPECT_EQ(wasi_<argsGet>({End - 11, 100}), Errno::Fault);
  EXPECT_EQ(wasi_<argsGet>({16, End - 8}), Errno::Fault);
  EXPECT_EQ(wasi_<argsGet>({16, End - 9}), Errno::Success);

  EXPECT_EQ(wasi_<environSizesGet>({0, 4}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(0), 3u);
  EXPECT_EQ(wasi_<environGet>({16, 100}), Errno::Success);
  EXPECT_EQ(std::string(reinterpret_cast<char *>(guest() + 100), load<uint32_t>(4)),
            std::string("SHOWN=yes\0SET=value\0EMPTY=\0", 27));
}

TEST_F(Wasi, ReadsAndWritesFiles) {
  uint32_t fd;
  ASSERT_EQ(open("file", oflag::Create, right::File, fd), Errno::Success);
  storeText(100, "hello, ");
  storeText(200, "world");
  store<Iovec>(300, {100, 7});
  store<Iovec>(308, {200, 5});
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 12u);
  EXPECT_EQ(wasi_<fdTell>({fd, 400}), Errno::Success);
  EXPECT_EQ(load<uint64_t>(400), 12u);
  EXPECT_EQ(wasi_<fdSeek>({fd, uint64_t(-5), 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint64_t>(400), 7u);
  store<Iovec>(300, {500, 100});
  EXPECT_EQ(wasi_<fdRead>({fd, 300, 1, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 5u);
  EXPECT_EQ(std::memcmp(guest() + 500, "world", 5), 0);
  // Preview 0 counts whence otherwise: 1 is the end.
  EXPECT_EQ(wasi_<fdSeekUnstable>({fd, 0, 1, 400}), Errno::Success);
  EXPECT_EQ(load<uint64_t>(400), 12u);
  store<Iovec>(300, {600, 5});
  EXPECT_EQ(wasi_<fdPread>({fd, 300, 1, 7, 400}), Errno::Success);
  EXPECT_EQ(std::memcmp(guest() + 600, "world", 5), 0);
  EXPECT_EQ(wasi_<fdFilestatGet>({fd, 700}), Errno::Success);
  EXPECT_EQ(load<FileStat>(700).size, 12u);
  EXPECT_EQ(load<FileStat>(700).type, FileType::RegularFile);
  EXPECT_EQ(wasi_<fdFilestatGetUnstable>({fd, 700}), Errno::Success);
  EXPECT_EQ(load<FileStatUnstable>(700).size, 12u);
  EXPECT_EQ(load<FileStatUnstable>(700).links, 1u);
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::BadFd);
}

TEST_F(Wasi, BadPointersDoNothing) {
  uint32_t fd;
  ASSERT_EQ(open("untouched", oflag::Create, right::File, fd), Errno::Success);
  storeText(100, "data");
  store<Iovec>(300, {100, 4});
  store<Iovec>(308, {End - 3, 4}); // One byte too far.
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 2, 400}), Errno::Fault);
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 1, End - 3}), Errno::Fault);
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 0x2000'0000, 400}), Errno::Fault);
  EXPECT_EQ(wasi_<fdFilestatGet>({fd, 700}), Errno::Success);
  EXPECT_EQ(load<FileStat>(700).size, 0u);
  EXPECT_EQ(wasi_<fdFilestatGet>({fd, End - 63}), Errno::Fault);
  EXPECT_EQ(wasi_<pathOpen>({3, 0, End - 1, 2, 0, 0, 0, 0, 2000}), Errno::Fault);
  EXPECT_EQ(wasi_<randomGet>({100, 0xffff'ffff}), Errno::Fault);
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
}

TEST_F(Wasi, RightsOnlyShrink) {
  uint32_t fd, second;
  ASSERT_EQ(open("rights", oflag::Create, right::FdRead | right::FdSeek, fd), Errno::Success);
  store<Iovec>(300, {100, 1});
  EXPECT_EQ(wasi_<fdWrite>({fd, 300, 1, 400}), Errno::NotCapable);
  EXPECT_EQ(wasi_<fdFilestatSetSize>({fd, 5}), Errno::NotCapable);
  EXPECT_EQ(wasi_<fdFdstatSetRights>({fd, right::FdRead | right::FdWrite, 0}), Errno::NotCapable);
  EXPECT_EQ(wasi_<fdFdstatSetRights>({fd, 0, 0}), Errno::Success);
  EXPECT_EQ(wasi_<fdRead>({fd, 300, 1, 400}), Errno::NotCapable);
  EXPECT_EQ(open("x", 0, right::FdRead, second, fd), Errno::NotDir);
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
}

TEST_F(Wasi, PrestatNamesTheGrant) {
  EXPECT_EQ(wasi_<fdPrestatGet>({3, 0}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(0), 0u);
  EXPECT_EQ(load<uint32_t>(4), 5u);
  EXPECT_EQ(wasi_<fdPrestatDirName>({3, 0, 5}), Errno::Success);
  EXPECT_EQ(std::memcmp(guest(), "/work", 5), 0);
  EXPECT_EQ(wasi_<fdPrestatDirName>({3, 0, 4}), Errno::NameTooLong);
  EXPECT_EQ(wasi_<fdPrestatGet>({4, 0}), Errno::BadFd);
}

TEST_F(Wasi, DirectoriesListInAnyPieces) {
  storeText(1000, "list");
  ASSERT_EQ(wasi_<pathCreateDirectory>({3, 1000, 4}), Errno::Success);
  for (int i = 0; i != 200; ++i)
    close(::open((root + "/list/entry" + std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0644));
  uint32_t fd;
  ASSERT_EQ(open("list", oflag::Directory, right::Directory, fd), Errno::Success);
  std::vector<std::string> names;
  uint64_t cookie = 0;
  for (int call = 0; call != 1000; ++call) {
    ASSERT_EQ(wasi_<fdReaddir>({fd, 4096, 200, cookie, 400}), Errno::Success);
    uint32_t used = load<uint32_t>(400), at = 0;
    while (at + sizeof(DirectoryEntry) <= used) {
      DirectoryEntry entry = load<DirectoryEntry>(4096 + at);
      at += sizeof(DirectoryEntry) + entry.nameSize;
      if (at > used)
        break;
      names.emplace_back(reinterpret_cast<char *>(guest() + 4096 + at - entry.nameSize),
                         entry.nameSize);
      cookie = entry.next;
    }
    if (used < 200)
      break;
  }
  EXPECT_EQ(names.size(), 202u); // With "." and "..".
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
}

TEST_F(Wasi, TableGrowsAndReusesNumbers) {
  std::vector<uint32_t> descriptors;
  for (int i = 0; i != 200; ++i) {
    uint32_t fd;
    ASSERT_EQ(open("many", oflag::Create, right::File, fd), Errno::Success);
    descriptors.push_back(fd);
  }
  EXPECT_EQ(descriptors.back(), descriptors.front() + 199);
  EXPECT_EQ(wasi_<fdClose>({descriptors[50]}), Errno::Success);
  uint32_t again;
  ASSERT_EQ(open("many", 0, right::File, again), Errno::Success);
  EXPECT_EQ(again, descriptors[50]);
  EXPECT_EQ(wasi_<fdRenumber>({descriptors[1], descriptors[0]}), Errno::Success);
  EXPECT_EQ(wasi_<fdTell>({descriptors[1], 400}), Errno::BadFd);
  EXPECT_EQ(wasi_<fdTell>({descriptors[0], 400}), Errno::Success);
  for (uint32_t fd : descriptors)
    wasi_<fdClose>({fd});
}

TEST_F(Wasi, PollWaitsForTheFirst) {
  int pipeEnds[2];
  ASSERT_EQ(pipe(pipeEnds), 0);
  Descriptor reader;
  reader.host = pipeEnds[0];
  reader.base = right::All;
  Fd fd;
  ASSERT_EQ(addDescriptor(reader, fd), Errno::Success);
  Subscription clock = {};
  clock.userData = 1;
  clock.type = EventType::Clock;
  clock.clockOrFd = 1;
  clock.timeout = 20'000'000;
  Subscription read = {};
  read.userData = 2;
  read.type = EventType::FdRead;
  read.clockOrFd = uint32_t(fd);
  store(0, clock);
  store(48, read);
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1u);
  EXPECT_EQ(load<Event>(4096).userData, 1u);
  ASSERT_EQ(write(pipeEnds[1], "x", 1), 1);
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1u);
  EXPECT_EQ(load<Event>(4096).userData, 2u);
  EXPECT_EQ(load<Event>(4096).error, Errno::Success);
  // An unknown descriptor is an event with an error, at once.
  read.clockOrFd = 77;
  store(48, read);
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 2, 400}), Errno::Success);
  EXPECT_EQ(load<uint32_t>(400), 1u);
  EXPECT_EQ(load<Event>(4096).error, Errno::BadFd);
  EXPECT_EQ(wasi_<pollOneoff>({0, 4096, 0, 400}), Errno::Inval);
  EXPECT_EQ(wasi_<fdClose>({uint64_t(fd)}), Errno::Success);
  close(pipeEnds[1]);
}

TEST_F(Wasi, ClocksAgreeWithTheSystem) {
  for (uint32_t clock = 0; clock != 4; ++clock) {
    timespec before, after;
    clock_gettime(clockid_t(clock), &before);
    ASSERT_EQ(wasi_<clockTimeGet>({clock, 0, 400}), Errno::Success);
    clock_gettime(clockid_t(clock), &after);
    EXPECT_GE(load<uint64_t>(400), uint64_t(before.tv_sec) * 1'000'000'000 + before.tv_nsec);
    EXPECT_LE(load<uint64_t>(400), uint64_t(after.tv_sec) * 1'000'000'000 + after.tv_nsec);
    EXPECT_EQ(wasi_<clockResGet>({clock, 400}), Errno::Success);
    EXPECT_GT(load<uint64_t>(400), 0u);
  }
  EXPECT_EQ(wasi_<clockTimeGet>({4, 0, 400}), Errno::Inval);
  EXPECT_EQ(wasi_<clockTimeGet>({0, 0, End - 7}), Errno::Fault);
}

TEST_F(Wasi, TimesAreSetOrLeft) {
  uint32_t fd;
  ASSERT_EQ(open("times", oflag::Create, right::File, fd), Errno::Success);
  EXPECT_EQ(wasi_<fdFilestatSetTimes>(
                {fd, 1'000'000'007, 2'000'000'009, fstflag::AccessTime | fstflag::ModifyTime}),
            Errno::Success);
  EXPECT_EQ(wasi_<fdFilestatSetTimes>({fd, 5, 5, fstflag::AccessTime | fstflag::AccessNow}),
            Errno::Inval);
  EXPECT_EQ(wasi_<fdFilestatSetTimes>({fd, 5, 3'000'000'001, fstflag::ModifyTime}), Errno::Success);
  EXPECT_EQ(wasi_<fdFilestatGet>({fd, 700}), Errno::Success);
  EXPECT_EQ(load<FileStat>(700).accessed, 1'000'000'007u);
  EXPECT_EQ(load<FileStat>(700).modified, 3'000'000'001u);
  EXPECT_EQ(wasi_<fdClose>({fd}), Errno::Success);
}

} // namespace
