// Writes a JSON document, parses it into a tree, queries the tree and prints it again.
#include "bench.h"

typedef struct Value {
  enum { Null, Number, String, Array, Object } kind;
  double number;
  char *text;
  struct Value *first, *next;
  char *name;
} Value;

static char *buffer;
static size_t used, room;
static char *arena, *arenaEnd;

static void *take(size_t size) {
  size = (size + 15) & ~(size_t)15;
  if (arena == NULL || (size_t)(arenaEnd - arena) < size) {
    arena = (char *)malloc(1 << 20);
    arenaEnd = arena + (1 << 20);
  }
  void *result = arena;
  arena += size;
  return result;
}

static void put(const char *text, size_t size) {
  if (used + size + 1 > room) {
    room = 2 * (used + size + 1);
    buffer = (char *)realloc(buffer, room);
  }
  memcpy(buffer + used, text, size);
  used += size;
  buffer[used] = 0;
}
static void puts0(const char *text) { put(text, strlen(text)); }
static void putNumber(double number) {
  char digits[32];
  long long scaled = (long long)(number * 100);
  int at = 32, negative = scaled < 0;
  unsigned long long left = negative ? 0 - (unsigned long long)scaled : (unsigned long long)scaled;
  for (int i = 0; i < 2; i++, left /= 10)
    digits[--at] = (char)('0' + left % 10);
  digits[--at] = '.';
  do
    digits[--at] = (char)('0' + left % 10);
  while (left /= 10);
  if (negative)
    digits[--at] = '-';
  put(digits + at, (size_t)(32 - at));
}

static const char *skip(const char *at) {
  while (*at == ' ' || *at == '\n' || *at == ',' || *at == ':')
    at++;
  return at;
}

static const char *parseString(const char *at, char **out) {
  const char *end = ++at;
  size_t escapes = 0;
  for (; *end != '"'; end++)
    if (*end == '\\')
      end++, escapes++;
  char *text = (char *)take((size_t)(end - at) + 1), *to = text;
  for (; at < end; at++) {
    if (*at == '\\')
      at++;
    *to++ = *at;
  }
  *to = 0;
  *out = text;
  return end + 1;
}

static const char *parse(const char *at, Value *value) {
  at = skip(at);
  *value = (Value){Null, 0, NULL, NULL, NULL, NULL};
  if (*at == '"') {
    value->kind = String;
    return parseString(at, &value->text);
  }
  if (*at == '[' || *at == '{') {
    char close = *at == '[' ? ']' : '}';
    value->kind = *at == '[' ? Array : Object;
    Value **link = &value->first;
    for (at = skip(at + 1); *at != close; at = skip(at)) {
      char *name = NULL;
      if (value->kind == Object)
        at = parseString(at, &name);
      Value *child = (Value *)take(sizeof *child);
      at = parse(at, child);
      child->name = name;
      *link = child;
      link = &child->next;
    }
    return at + 1;
  }
  if (*at == 'n')
    return at + 4;
  value->kind = Number;
  double sign = 1, number = 0, scale = 1;
  if (*at == '-')
    sign = -1, at++;
  for (; *at >= '0' && *at <= '9'; at++)
    number = number * 10 + (*at - '0');
  if (*at == '.')
    for (at++; *at >= '0' && *at <= '9'; at++)
      number = number * 10 + (*at - '0'), scale *= 10;
  value->number = sign * number / scale;
  return at;
}

static void print(const Value *value) {
  if (value->kind == Null)
    puts0("null");
  if (value->kind == Number)
    putNumber(value->number);
  if (value->kind == String) {
    puts0("\"");
    for (const char *at = value->text; *at; at++) {
      if (*at == '"' || *at == '\\')
        put("\\", 1);
      put(at, 1);
    }
    puts0("\"");
  }
  if (value->kind < Array)
    return;
  puts0(value->kind == Array ? "[" : "{");
  for (const Value *child = value->first; child; child = child->next) {
    if (child->name) {
      puts0("\"");
      puts0(child->name);
      puts0("\":");
    }
    print(child);
    if (child->next)
      puts0(",");
  }
  puts0(value->kind == Array ? "]" : "}");
}

static double sum(const Value *value) {
  if (value->kind == Number)
    return value->number;
  double total = value->kind == String ? (double)strlen(value->text) : 0;
  for (const Value *child = value->first; child; child = child->next)
    total += sum(child) * (child->name && !strcmp(child->name, "weight") ? 2 : 1);
  return total;
}

int main(void) {
  puts0("[");
  for (int i = 0; i < 30000; i++) {
    puts0(i ? ",{\"id\":" : "{\"id\":");
    putNumber(i);
    puts0(",\"name\":\"item \\\"");
    putNumber(benchBelow(1000));
    puts0("\\\" of many\",\"weight\":");
    putNumber((double)benchBelow(100000) / 100 - 300);
    puts0(",\"tags\":[\"red\",\"a longer tag\",null],\"place\":{\"x\":1.50,\"y\":-2.25}}");
  }
  puts0("]");
  char *document = buffer;
  uint64_t hash = 0;
  for (int round = 0; round < 20; round++) {
    Value root;
    parse(document, &root);
    buffer = NULL;
    used = room = 0;
    print(&root);
    hash = hash * 31 + benchHash(buffer, used) + (uint64_t)sum(&root);
    free(buffer);
  }
  printf("%zu bytes\n", strlen(document));
  benchPrint("json", hash);
  return 0;
}
