// Files and folders below a granted directory: create, write, append, seek, truncate, rename, list,
// stat, link, remove, and what must fail. Arguments: the guest's path of the directory.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char path[512];
static const char *base;

static const char *in(const char *name) {
  static char ring[4][512];
  static int next;
  char *to = ring[next++ & 3];
  snprintf(to, 512, "%s/%s", base, name);
  return to;
}

static void say(const char *what, long result) {
  if (result < 0)
    printf("%s: %s\n", what, strerror(errno));
  else
    printf("%s: %ld\n", what, result);
}

static int byName(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *name) {
  DIR *folder = opendir(in(name));
  if (!folder) {
    say("opendir", -1);
    return;
  }
  char *names[64];
  int count = 0;
  for (struct dirent *entry; (entry = readdir(folder)) && count < 64;)
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) {
      char text[300];
      snprintf(text, sizeof text, "%s%s", entry->d_name, entry->d_type == DT_DIR ? "/" : "");
      names[count++] = strdup(text);
    }
  closedir(folder);
  qsort(names, count, sizeof *names, byName);
  printf("%s holds:", name);
  for (int i = 0; i < count; i++)
    printf(" %s", names[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  base = argc > 1 ? argv[1] : "/data";
  say("mkdir", mkdir(in("folder"), 0777));
  say("mkdir again", mkdir(in("folder"), 0777));
  int file = open(in("folder/a.txt"), O_RDWR | O_CREAT | O_EXCL, 0666);
  printf("created: %d\n", file >= 0);
  say("write", write(file, "0123456789abcdef", 16));
  say("seek", lseek(file, 4, SEEK_SET));
  char bytes[64] = {0};
  say("read", read(file, bytes, 6));
  printf("<%s>\n", bytes);
  say("pwrite", pwrite(file, "XY", 2, 1));
  say("pread", pread(file, bytes, 5, 0));
  printf("<%.5s>\n", bytes);
  struct iovec parts[2] = {{"one ", 4}, {"two", 3}};
  say("seek end", lseek(file, 0, SEEK_END));
  say("writev", writev(file, parts, 2));
  say("truncate", ftruncate(file, 20));
  struct stat status;
  say("fstat", fstat(file, &status));
  printf("size %ld regular %d\n", (long)status.st_size, S_ISREG(status.st_mode) ? 1 : 0);
  say("sync", fsync(file));
  say("close", close(file));
  say("close again", close(file));
  say("exclusive", open(in("folder/a.txt"), O_RDWR | O_CREAT | O_EXCL, 0666));

  FILE *stream = fopen(in("folder/b.txt"), "w");
  for (int i = 0; i < 1000; i++)
    fprintf(stream, "line %d\n", i);
  fclose(stream);
  stream = fopen(in("folder/b.txt"), "a+");
  fprintf(stream, "appended\n");
  rewind(stream);
  long bytesRead = 0, lines = 0;
  for (int c; (c = fgetc(stream)) != EOF; bytesRead++)
    lines += c == '\n';
  fclose(stream);
  printf("%ld bytes, %ld lines\n", bytesRead, lines);

  say("rename", rename(in("folder/b.txt"), in("c.txt")));
  say("rename missing", rename(in("folder/b.txt"), in("d.txt")));
  say("link", link(in("c.txt"), in("hard")));
  say("symlink", symlink("c.txt", in("soft")));
  long length = readlink(in("soft"), path, sizeof path);
  say("readlink", length);
  printf("<%.*s>\n", (int)(length > 0 ? length : 0), path);
  say("stat", stat(in("soft"), &status));
  printf("size %ld\n", (long)status.st_size);
  say("lstat", lstat(in("soft"), &status));
  printf("link %d\n", S_ISLNK(status.st_mode) ? 1 : 0);
  list(".");
  list("folder");
  say("rmdir full", rmdir(in("folder")));
  say("unlink folder", unlink(in("folder")) < 0 ? 0 : 1);
  say("unlink", unlink(in("folder/a.txt")));
  say("rmdir", rmdir(in("folder")));
  say("unlink missing", unlink(in("folder/a.txt")));
  say("open missing", open(in("nothing"), O_RDONLY));
  say("write to closed", write(99, "x", 1));
  say("outside", open(in("../outside"), O_RDONLY) < 0 ? 0 : 1);
  say("absolute", open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1);
  say("unlink c", unlink(in("c.txt")));
  say("unlink hard", unlink(in("hard")));
  say("unlink soft", unlink(in("soft")));
  list(".");
  return 0;
}
