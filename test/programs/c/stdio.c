// Formatting of numbers, arguments, the environment, standard input and an exit code.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void numbers(void) {
  double values[] = {0.0, -0.0, 1.0 / 3, 1e300 * 10, 5e-324, 123456789.123456789, INFINITY, -INFINITY};
  for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
    printf("%u: %g %.17g %a %e %10.3f|%-12.2f|\n", i, values[i], values[i], values[i], values[i],
           values[i], values[i]);
  printf("%d %u %x %o %" PRId64 " %" PRIx64 "\n", -1, -1, -1, -1, INT64_MIN, UINT64_MAX);
  printf("%s %c %5s|%-5s| %% %p\n", "text", 'c', "ab", "cd", (void *)0);
  printf("%.6f %.6f %.6f %.6f\n", sin(1.0), cos(1.0), exp(1.0), log(2.0));
  printf("%.9f %.9f %.9f\n", pow(2.5, 3.5), sqrt(2.0), fmod(10.5, 3.25));
  printf("%ld %lu %f\n", strtol("-0x7f", NULL, 16), strtoul("777", NULL, 8), strtod("1.5e-3", NULL));
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++)
    printf("argument %d: <%s>\n", i, argv[i]);
  const char *shown = getenv("SHOWN"), *hidden = getenv("HIDDEN");
  printf("SHOWN=%s HIDDEN=%s\n", shown ? shown : "(none)", hidden ? hidden : "(none)");
  numbers();
  char line[256];
  int lines = 0;
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    printf("line %d: %zu bytes <%s>\n", ++lines, strlen(line), line);
  }
  FILE *none = fopen("/no/such/file", "r");
  printf("open: %s\n", none ? "succeeded" : strerror(errno));
  fprintf(stderr, "this goes to the other stream\n");
  printf("not ended by a newline");
  return 42;
}
