/*===-- files.c - What scripts/bench --files measures -----------------------===*/
//
//   files make-file PATH | make-list PATH | copy FROM TO | bytes PATH | list PATH | clock
//
// Four workloads that are system calls and little else, and what makes their input. Each prints
// what it did, so that native code and WebAssembly can be seen to have done the same.
//
/*===----------------------------------------------------------------------===*/
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { Block = 64 << 10, Blocks = 1 << 14, Bytes = 1000000, Entries = 100000, Times = 1000000 };

static char block[Block];

static int opened(const char *path, int flags) {
  int fd = open(path, flags, 0644);
  if (fd < 0) {
    perror(path);
    exit(1);
  }
  return fd;
}

static void put(int fd, const void *bytes, size_t size) {
  if (write(fd, bytes, size) != (ssize_t)size) {
    perror("write");
    exit(1);
  }
}

static void makeFile(const char *path) {
  int fd = opened(path, O_WRONLY | O_CREAT | O_TRUNC);
  for (int i = 0; i < Blocks; i++) {
    memset(block, i, sizeof block);
    put(fd, block, sizeof block);
  }
  close(fd);
}

static void makeList(const char *path) {
  char name[4096];
  mkdir(path, 0755);
  for (int i = 0; i < Entries; i++) {
    snprintf(name, sizeof name, "%s/entry-%06d", path, i);
    close(opened(name, O_WRONLY | O_CREAT));
  }
}

static void copy(const char *from, const char *to) {
  int in = opened(from, O_RDONLY), out = opened(to, O_WRONLY | O_CREAT | O_TRUNC);
  uint64_t total = 0;
  for (ssize_t size; (size = read(in, block, sizeof block)) > 0; total += (uint64_t)size)
    put(out, block, (size_t)size);
  close(in);
  close(out);
  printf("copied %llu\n", (unsigned long long)total);
}

static void bytes(const char *path) {
  int fd = opened(path, O_WRONLY | O_CREAT | O_TRUNC);
  for (int i = 0; i < Bytes; i++) {
    char byte = (char)i;
    put(fd, &byte, 1);
  }
  printf("at %lld\n", (long long)lseek(fd, 0, SEEK_CUR));
  close(fd);
}

static void list(const char *path) {
  DIR *directory = opendir(path);
  if (!directory) {
    perror(path);
    exit(1);
  }
  unsigned count = 0, letters = 0;
  for (struct dirent *entry; (entry = readdir(directory)); count++)
    letters += (unsigned)strlen(entry->d_name);
  closedir(directory);
  printf("entries %u, letters %u\n", count, letters);
}

static void clocks(void) {
  struct timespec first, now, before;
  clock_gettime(CLOCK_MONOTONIC, &first);
  before = first;
  unsigned backwards = 0;
  for (int i = 0; i < Times; i++) {
    clock_gettime(CLOCK_MONOTONIC, &now);
    backwards += now.tv_sec < before.tv_sec ||
                 (now.tv_sec == before.tv_sec && now.tv_nsec < before.tv_nsec);
    before = now;
  }
  printf("backwards %u\n", backwards);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (!strcmp(what, "make-file") && argc == 3)
    makeFile(argv[2]);
  else if (!strcmp(what, "make-list") && argc == 3)
    makeList(argv[2]);
  else if (!strcmp(what, "copy") && argc == 4)
    copy(argv[2], argv[3]);
  else if (!strcmp(what, "bytes") && argc == 3)
    bytes(argv[2]);
  else if (!strcmp(what, "list") && argc == 3)
    list(argv[2]);
  else if (!strcmp(what, "clock") && argc == 2)
    clocks();
  else
    return 2;
  return 0;
}
