//===-- PathResolverTest.cpp - Never out of the directory -------------------===//
//
// Every case runs twice: through openat2 and through the walk by hand, which
// must agree.
//
//===----------------------------------------------------------------------===//

#include "wasi/PathResolver.h"
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace sinter::rt;
using namespace sinter::rt::wasi;

namespace {

std::string errorName(long error) {
  return error == -PathEscapes ? "escapes" : strerrorname_np(int(-error));
}

class PathResolver : public testing::TestWithParam<bool> {
protected:
  void SetUp() override {
    openBeneathMissing = GetParam();
    char name[] = "/tmp/sinter-path-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    outside = name;
    top = outside + "/top";
    write(outside + "/secret", "secret");
    mkdir(top.c_str(), 0755);
    mkdir((top + "/a").c_str(), 0755);
    mkdir((top + "/a/b").c_str(), 0755);
    write(top + "/a/b/file", "inside");
    write(top + "/plain", "plain");
    link("a/b", "toB");
    link("b/file", "a/toFile");
    link("../plain", "a/upToPlain");
    link("../../secret", "a/escape");
    link("..", "up");
    link("/etc/hostname", "absolute");
    link("/", "root");
    link("missing", "dangling");
    link("loop2", "loop1");
    link("loop1", "loop2");
    directory = open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT_GE(directory, 0);
  }
  void TearDown() override {
    close(directory);
    std::string command = "rm -rf " + outside;
    EXPECT_EQ(std::system(command.c_str()), 0);
    openBeneathMissing = false;
  }

  static void write(const std::string &path, const char *text) { std::ofstream(path) << text; }
  void link(const char *target, const char *path) {
    ASSERT_EQ(symlink(target, (top + "/" + path).c_str()), 0);
  }

  /// What the file says, or the negated errno's name.
  std::string read(const char *path, int flags = O_RDONLY) {
    long fd = openPath(directory, path, flags, 0);
    if (fd < 0)
      return errorName(fd);
    struct stat status;
    fstat(int(fd), &status);
    char text[100] = "";
    if (S_ISDIR(status.st_mode))
      std::snprintf(text, sizeof text, "directory");
    else if (::read(int(fd), text, sizeof text - 1) < 0)
      std::snprintf(text, sizeof text, "unreadable");
    close(int(fd));
    return text;
  }

  /// "directory's inode is that of `where`: name", or the errno's name.
  std::string parent(const char *path, bool follow, const char *where) {
    Parent parent(directory, path, follow);
    if (parent.error())
      return errorName(parent.error());
    struct stat found, expected;
    fstat(parent.directory(), &found);
    stat((top + "/" + where).c_str(), &expected);
    return (found.st_ino == expected.st_ino ? "" : "elsewhere: ") + std::string(parent.name()) +
           (parent.mustBeDirectory() ? "/" : "");
  }

  std::string outside, top;
  int directory = -1;
};

TEST_P(PathResolver, OpensWhatIsInside) {
  EXPECT_EQ(read("plain"), "plain");
  EXPECT_EQ(read("a/b/file"), "inside");
  EXPECT_EQ(read("./a//b/./file"), "inside");
  EXPECT_EQ(read("a/../plain"), "plain");
  EXPECT_EQ(read("a/b/../../plain"), "plain");
  EXPECT_EQ(read("a/b/../b/file"), "inside");
  EXPECT_EQ(read("."), "directory");
  EXPECT_EQ(read("a/.."), "directory");
  EXPECT_EQ(read("a/"), "directory");
}

TEST_P(PathResolver, FollowsLinksThatStayInside) {
  EXPECT_EQ(read("toB/file"), "inside");
  EXPECT_EQ(read("a/toFile"), "inside");
  EXPECT_EQ(read("a/upToPlain"), "plain");
  EXPECT_EQ(read("toB/"), "directory");
  EXPECT_EQ(read("toB/../../plain"), "plain");
}

TEST_P(PathResolver, RefusesToLeave) {
  EXPECT_EQ(read(".."), "escapes");
  EXPECT_EQ(read("../secret"), "escapes");
  EXPECT_EQ(read("a/../../secret"), "escapes");
  EXPECT_EQ(read("toB/../../../secret"), "escapes");
  EXPECT_EQ(read("a/escape"), "escapes");
  EXPECT_EQ(read("up/secret"), "escapes");
  EXPECT_EQ(read("up/top/plain"), "escapes");
  EXPECT_EQ(read("absolute"), "escapes");
  EXPECT_EQ(read("root/etc/hostname"), "escapes");
  EXPECT_EQ(read("/etc/hostname"), "escapes");
  EXPECT_EQ(read((top + "/plain").c_str()), "escapes");
}

TEST_P(PathResolver, ReportsWhatIsWrong) {
  EXPECT_EQ(read(""), "ENOENT");
  EXPECT_EQ(read("nothing"), "ENOENT");
  EXPECT_EQ(read("nothing/file"), "ENOENT");
  EXPECT_EQ(read("plain/file"), "ENOTDIR");
  EXPECT_EQ(read("plain/"), "ENOTDIR");
  EXPECT_EQ(read("dangling"), "ENOENT");
  EXPECT_EQ(read("loop1"), "ELOOP");
  EXPECT_EQ(read("loop1/x"), "ELOOP");
  EXPECT_EQ(read("toB", O_RDONLY | O_NOFOLLOW), "ELOOP");
  EXPECT_EQ(read("plain", O_RDONLY | O_DIRECTORY), "ENOTDIR");
  EXPECT_EQ(read(std::string(300, 'x').c_str()), "ENAMETOOLONG");
  EXPECT_EQ(read(std::string(5000, 'x').c_str()), "ENAMETOOLONG");
}

TEST_P(PathResolver, CreatesOnlyInside) {
  auto create = [&](const char *path, int flags) {
    long fd = openPath(directory, path, O_WRONLY | O_CREAT | flags, 0644);
    if (fd < 0)
      return errorName(fd);
    close(int(fd));
    return std::string("created");
  };
  EXPECT_EQ(create("new", O_EXCL), "created");
  EXPECT_EQ(create("new", O_EXCL), "EEXIST");
  EXPECT_EQ(create("a/../a/new", 0), "created");
  EXPECT_EQ(access((top + "/a/new").c_str(), F_OK), 0);
  EXPECT_EQ(create("dangling", O_EXCL), "EEXIST");
  EXPECT_EQ(create("dangling", 0), "created");
  EXPECT_EQ(access((top + "/missing").c_str(), F_OK), 0);
  EXPECT_EQ(create("slash/", 0), "EISDIR");
  EXPECT_EQ(create("up/new", 0), "escapes");
  EXPECT_EQ(create("../new", 0), "escapes");
  EXPECT_NE(access((outside + "/new").c_str(), F_OK), 0);
}

TEST_P(PathResolver, FindsParents) {
  EXPECT_EQ(parent("plain", false, "."), "plain");
  EXPECT_EQ(parent("a/b/file", false, "a/b"), "file");
  EXPECT_EQ(parent("toB/file", false, "a/b"), "file");
  EXPECT_EQ(parent("a/b/", false, "a"), "b/");
  EXPECT_EQ(parent("a/b/..", false, "a"), ".");
  EXPECT_EQ(parent(".", false, "."), ".");
  EXPECT_EQ(parent("toB", false, "."), "toB");
  EXPECT_EQ(parent("toB", true, "a"), "b");
  EXPECT_EQ(parent("a/toFile", true, "a/b"), "file");
  EXPECT_EQ(parent("a/upToPlain", true, "."), "plain");
  EXPECT_EQ(parent("dangling", true, "."), "missing");
  EXPECT_EQ(parent("a/escape", false, "a"), "escape");
  EXPECT_EQ(parent("a/escape", true, "."), "escapes");
  EXPECT_EQ(parent("absolute", true, "."), "escapes");
  EXPECT_EQ(parent("..", false, "."), "escapes");
  EXPECT_EQ(parent("../x", false, "."), "escapes");
  EXPECT_EQ(parent("up/x", false, "."), "escapes");
  EXPECT_EQ(parent("/x", false, "."), "escapes");
  EXPECT_EQ(parent("loop1", true, "."), "ELOOP");
  EXPECT_EQ(parent("plain/x", false, "."), "ENOTDIR");
}

INSTANTIATE_TEST_SUITE_P(BothWays, PathResolver, testing::Bool(), [](const auto &info) {
  return info.param ? std::string("walk") : std::string("openat2");
});

/// While a thread swaps a directory for a link to outside, a path through it leads inside, or is
/// refused.
TEST_P(PathResolver, NeverLeavesWhileLinksAreSwapped) {
  mkdir((outside + "/b").c_str(), 0755);
  write(outside + "/b/file", "secret");
  struct stat secret;
  ASSERT_EQ(stat((outside + "/b").c_str(), &secret), 0);
  std::atomic<bool> done = false;
  std::thread swapper([&] {
    constexpr unsigned exchange = 2; // RENAME_EXCHANGE
    while (!done)
      syscall(SYS_renameat2, directory, "a", directory, "up", exchange);
  });
  std::map<std::string, int> seen;
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    ++seen[read("a/b/file")];
    Parent parent(directory, "a/b/new", false);
    struct stat found;
    if (!parent.error()) {
      ASSERT_EQ(fstat(parent.directory(), &found), 0);
      ASSERT_NE(found.st_ino, secret.st_ino);
    }
  }
  done = true;
  swapper.join();
  EXPECT_EQ(seen["secret"], 0);
  EXPECT_GT(seen["inside"], 0);
  EXPECT_GT(seen["escapes"], 0);
}

} // namespace
