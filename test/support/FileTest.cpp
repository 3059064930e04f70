//===-- FileTest.cpp - Outputs appear whole or not at all ------------------===//
#include "support/File.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace sinter;
namespace fs = std::filesystem;

namespace {

class FileTest : public testing::Test {
protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/sinterXXXXXX";
    folder = mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder); }
  std::string path(const char *name) const { return folder + "/" + name; }
  std::string content(const std::string &file) {
    auto bytes = readFile(file, diag);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "(none)";
  }
  size_t fileCount() const {
    return size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  static Bytes bytes(std::string_view text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
  }

  std::string folder;
  Diagnostics diag{"t"};
};

TEST_F(FileTest, AppearsOnCommit) {
  OutputFile out(path("a"));
  ASSERT_TRUE(out.write(bytes("hello"), diag));
  EXPECT_FALSE(fs::exists(path("a")));
  ASSERT_TRUE(out.commit(true, diag));
  EXPECT_EQ(content(path("a")), "hello");
  struct stat status;
  ASSERT_EQ(stat(path("a").c_str(), &status), 0);
  mode_t mask = umask(0);
  umask(mask);
  EXPECT_EQ(status.st_mode & 0777, 0777 & ~mask);
}

TEST_F(FileTest, FailureLeavesWhatWasThere) {
  {
    OutputFile first(path("a"));
    ASSERT_TRUE(first.write(bytes("old"), diag) && first.commit(false, diag));
  }
  {
    OutputFile second(path("a"));
    ASSERT_TRUE(second.write(bytes("new"), diag));
  }
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_EQ(fileCount(), 1u);
}

TEST_F(FileTest, FollowsSymbolicLinks) {
  fs::create_symlink("target", path("link"));
  {
    OutputFile target(path("target"));
    ASSERT_TRUE(target.write(bytes("1"), diag) && target.commit(false, diag));
  }
  OutputFile out(path("link"));
  ASSERT_TRUE(out.write(bytes("2"), diag) && out.commit(false, diag));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content(path("target")), "2");
}

TEST_F(FileTest, WritesIntoDevicesInsteadOfReplacingThem) {
  OutputFile out("/dev/null");
  EXPECT_NE(out.temporaryPath(), "");
  EXPECT_NE(fs::path(out.temporaryPath()).parent_path(), "/dev");
  EXPECT_TRUE(out.write(bytes("x"), diag));
  EXPECT_TRUE(out.commit(true, diag));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(FileTest, SaysWhatIsWrong) {
  OutputFile out(path("missing/a"));
  EXPECT_EQ(out.temporaryPath(), "");
  EXPECT_FALSE(out.write({}, diag));
  EXPECT_EQ(diag.firstMessage(),
            "cannot write " + path("missing/a") + ": No such file or directory");
  Diagnostics other("t");
  OutputFile onFolder(folder);
  EXPECT_FALSE(onFolder.commit(false, other));
  EXPECT_EQ(other.firstMessage(), "cannot write " + folder + ": Is a directory");
}

TEST_F(FileTest, ReadingReportsTheReason) {
  EXPECT_FALSE(readFile(path("none"), diag));
  EXPECT_EQ(diag.firstMessage(), "cannot open " + path("none") + ": No such file or directory");
  Diagnostics other("t");
  EXPECT_FALSE(readFile(folder, other));
  EXPECT_EQ(other.firstMessage(), "cannot read " + folder + ": Is a directory");
}

TEST_F(FileTest, ReadsWhatHasNoSize) {
  auto bytes = readFile("/proc/self/status", diag);
  ASSERT_TRUE(bytes);
  EXPECT_GT(bytes->size(), 100u);
  auto nothing = readFile("/dev/null", diag);
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->empty());
}

} // namespace
