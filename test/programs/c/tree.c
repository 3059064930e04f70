/*===-- tree.c - A tool like tar, and what it needs to be tried -------------===*/
//
//   tree make FOLDER COUNT | pack FOLDER ARCHIVE | unpack ARCHIVE FOLDER | same A B | remove FOLDER
//
// An archive is a list of records: "d", "f" or "l", the path, and of a file its size and bytes, of a
// link where it leads. What is in a folder goes in the order of its names, so that archives of
// equal trees are equal.
//
/*===----------------------------------------------------------------------===*/
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PathSize = 1024 };

static void need(int good, const char *what) {
  if (good)
    return;
  fprintf(stderr, "tree: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void join(char *to, const char *folder, const char *name) {
  need(snprintf(to, PathSize, "%s/%s", folder, name) < PathSize, folder);
}

/* COUNT files in folders of a hundred, with a link to every fiftieth. */
static void make(const char *root, int count) {
  char path[PathSize], link[PathSize], target[32];
  static unsigned char bytes[4096];
  need(mkdir(root, 0755) == 0, root);
  for (int i = 0; i < count; i++) {
    if (i % 100 == 0) {
      snprintf(path, sizeof path, "%s/folder-%d", root, i / 100);
      need(mkdir(path, 0755) == 0, path);
    }
    snprintf(path, sizeof path, "%s/folder-%d/file %d", root, i / 100, i);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644), size = i * 37 % 3001;
    need(fd >= 0, path);
    for (int j = 0; j < size; j++)
      bytes[j] = (unsigned char)(i * 31 + j * 7);
    need(write(fd, bytes, (size_t)size) == size, path);
    need(close(fd) == 0, path);
    if (i % 50)
      continue;
    snprintf(link, sizeof link, "%s/folder-%d/link-%d", root, i / 100, i);
    snprintf(target, sizeof target, "file %d", i);
    need(symlink(target, link) == 0, link);
  }
}

static int compareNames(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted; ended by a null. */
static char **names(const char *folder) {
  size_t count = 0, space = 64;
  char **list = malloc(space * sizeof *list);
  DIR *directory = opendir(folder);
  need(directory != NULL, folder);
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
      continue;
    if (count + 1 == space)
      list = realloc(list, (space *= 2) * sizeof *list);
    list[count++] = strdup(entry->d_name);
  }
  closedir(directory);
  qsort(list, count, sizeof *list, compareNames);
  list[count] = NULL;
  return list;
}

static void copyBytes(FILE *from, FILE *to, long size, const char *path) {
  static char buffer[65536];
  while (size) {
    size_t part = size < (long)sizeof buffer ? (size_t)size : sizeof buffer;
    need(fread(buffer, 1, part, from) == part && fwrite(buffer, 1, part, to) == part, path);
    size -= (long)part;
  }
}

static void pack(const char *root, const char *below, FILE *archive) {
  char folder[PathSize], path[PathSize], inside[PathSize], target[PathSize];
  join(folder, root, below);
  char **list = names(folder);
  for (char **name = list; *name; free(*name++)) {
    join(path, folder, *name);
    join(inside, below, *name);
    struct stat status;
    need(lstat(path, &status) == 0, path);
    if (S_ISDIR(status.st_mode)) {
      fprintf(archive, "d%s\n", inside);
      pack(root, inside, archive);
    } else if (S_ISLNK(status.st_mode)) {
      ssize_t size = readlink(path, target, sizeof target - 1);
      need(size >= 0, path);
      target[size] = 0;
      fprintf(archive, "l%s\n%s\n", inside, target);
    } else {
      fprintf(archive, "f%s\n%lld\n", inside, (long long)status.st_size);
      FILE *file = fopen(path, "rb");
      need(file != NULL, path);
      copyBytes(file, archive, (long)status.st_size, path);
      fclose(file);
    }
  }
  free(list);
}

static int line(FILE *archive, char *text) {
  if (!fgets(text, PathSize, archive))
    return 0;
  text[strcspn(text, "\n")] = 0;
  return 1;
}

static void unpack(FILE *archive, const char *root) {
  char record[PathSize], path[PathSize], text[PathSize];
  need(mkdir(root, 0755) == 0, root);
  while (line(archive, record)) {
    join(path, root, record + 1);
    if (record[0] == 'd') {
      need(mkdir(path, 0755) == 0, path);
    } else if (record[0] == 'l') {
      need(line(archive, text) && symlink(text, path) == 0, path);
    } else {
      need(line(archive, text), path);
      FILE *file = fopen(path, "wb");
      need(file != NULL, path);
      copyBytes(archive, file, atol(text), path);
      need(fclose(file) == 0, path);
    }
  }
}

static int sameFiles(const char *a, const char *b) {
  static char left[4096], right[4096];
  int one = open(a, O_RDONLY), other = open(b, O_RDONLY);
  need(one >= 0, a);
  need(other >= 0, b);
  ssize_t size, second;
  int same = 1;
  do {
    size = read(one, left, sizeof left);
    second = read(other, right, sizeof right);
    need(size >= 0 && second >= 0, a);
    same = size == second && !memcmp(left, right, (size_t)size);
  } while (same && size);
  close(one);
  close(other);
  return same;
}

static int counted;
static void same(const char *a, const char *b) {
  char one[PathSize], other[PathSize];
  char **left = names(a), **right = names(b);
  size_t i = 0;
  for (; left[i] && right[i]; i++) {
    join(one, a, left[i]);
    join(other, b, right[i]);
    struct stat status;
    need(lstat(one, &status) == 0, one);
    counted++;
    if (strcmp(left[i], right[i]) || (S_ISREG(status.st_mode) && !sameFiles(one, other))) {
      printf("%s and %s differ\n", one, other);
      exit(1);
    }
    if (S_ISDIR(status.st_mode))
      same(one, other);
  }
  if (left[i] || right[i]) {
    printf("%s and %s have different entries\n", a, b);
    exit(1);
  }
}

static void removeTree(const char *root) {
  char path[PathSize];
  char **list = names(root);
  for (char **name = list; *name; free(*name++)) {
    join(path, root, *name);
    struct stat status;
    need(lstat(path, &status) == 0, path);
    counted++;
    if (S_ISDIR(status.st_mode))
      removeTree(path);
    else
      need(unlink(path) == 0, path);
  }
  free(list);
  need(rmdir(root) == 0, root);
}

int main(int argc, char **argv) {
  const char *what = argc == 3 || argc == 4 ? argv[1] : "";
  if (!strcmp(what, "make") && argc == 4) {
    make(argv[2], atoi(argv[3]));
  } else if (!strcmp(what, "pack") && argc == 4) {
    FILE *archive = fopen(argv[3], "wb");
    need(archive != NULL, argv[3]);
    pack(argv[2], ".", archive);
    need(fclose(archive) == 0, argv[3]);
  } else if (!strcmp(what, "unpack") && argc == 4) {
    FILE *archive = fopen(argv[2], "rb");
    need(archive != NULL, argv[2]);
    unpack(archive, argv[3]);
  } else if (!strcmp(what, "same") && argc == 4) {
    same(argv[2], argv[3]);
    printf("%d the same\n", counted);
  } else if (!strcmp(what, "remove") && argc == 3) {
    removeTree(argv[2]);
    printf("%d removed\n", counted);
  } else {
    return 2;
  }
  return 0;
}
