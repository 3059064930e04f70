// measure RESULT PROGRAM [ARGUMENT..]: runs a program and writes to RESULT one line:
//
//   user-us system-us wall-us peak-KiB status instructions cycles
//
// The two counters are user and kernel together, "-" where the machine does not let them be read. A small
// program of its own, since a child's peak memory starts with what its parent had.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int counter(uint64_t what) {
  struct perf_event_attr attributes = {.type = PERF_TYPE_HARDWARE,
                                       .size = sizeof attributes,
                                       .config = what,
                                       .disabled = 1,
                                       .inherit = 1,
                                       .enable_on_exec = 1};
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
}

static void putCounter(FILE *out, int file) {
  uint64_t value;
  if (file >= 0 && read(file, &value, sizeof value) == sizeof value && value)
    fprintf(out, " %llu", (unsigned long long)value);
  else
    fprintf(out, " -");
}

static long long micros(struct timeval time) { return time.tv_sec * 1000000ll + time.tv_usec; }

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  int instructions = counter(PERF_COUNT_HW_INSTRUCTIONS), cycles = counter(PERF_COUNT_HW_CPU_CYCLES);
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  pid_t child = fork();
  if (child == 0) {
    execv(argv[2], argv + 2);
    fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
    _exit(127);
  }
  int status;
  struct rusage used;
  if (child < 0 || wait4(child, &status, 0, &used) != child)
    return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  FILE *out = fopen(argv[1], "w");
  if (!out)
    return 1;
  fprintf(out, "%lld %lld %lld %ld %d", micros(used.ru_utime), micros(used.ru_stime),
          (end.tv_sec - begin.tv_sec) * 1000000ll + (end.tv_nsec - begin.tv_nsec) / 1000, used.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  putCounter(out, instructions);
  putCounter(out, cycles);
  fprintf(out, "\n");
  return fclose(out) != 0;
}
