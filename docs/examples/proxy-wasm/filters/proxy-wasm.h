/*===-- proxy-wasm.h - What a filter in C sees: a part of ABI 0.2 -----------===*/
/*                                                                              */
/*   clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry headers.c -o headers.wasm */
/*   sinter -shared --interruptible headers.wasm -o headers.so                  */
/*                                                                              */
/*===------------------------------------------------------------------------===*/
#ifndef PROXY_WASM_H
#define PROXY_WASM_H

#include <stddef.h>
#include <stdint.h>

#define PROXY_IMPORT(NAME) __attribute__((import_module("env"), import_name(#NAME))) NAME
#define PROXY_EXPORT(NAME) __attribute__((export_name(#NAME))) NAME

enum { PROXY_OK = 0, PROXY_NOT_FOUND = 1 };
enum { PROXY_CONTINUE = 0, PROXY_PAUSE = 1 };
enum { PROXY_REQUEST_HEADERS = 0, PROXY_RESPONSE_HEADERS = 2 };
enum { PROXY_REQUEST_BODY = 0, PROXY_RESPONSE_BODY = 1, PROXY_CONFIGURATION = 7 };

int PROXY_IMPORT(proxy_log)(int level, const char *message, size_t size);
int PROXY_IMPORT(proxy_get_header_map_value)(int map, const char *name, size_t size, char **value,
                                             size_t *valueSize);
int PROXY_IMPORT(proxy_add_header_map_value)(int map, const char *name, size_t size,
                                             const char *value, size_t valueSize);
int PROXY_IMPORT(proxy_replace_header_map_value)(int map, const char *name, size_t size,
                                                 const char *value, size_t valueSize);
int PROXY_IMPORT(proxy_remove_header_map_value)(int map, const char *name, size_t size);
int PROXY_IMPORT(proxy_get_header_map_pairs)(int map, char **pairs, size_t *size);
int PROXY_IMPORT(proxy_get_buffer_bytes)(int buffer, size_t start, size_t most, char **bytes,
                                         size_t *size);
int PROXY_IMPORT(proxy_set_buffer_bytes)(int buffer, size_t start, size_t size, const char *bytes,
                                         size_t newSize);
int PROXY_IMPORT(proxy_send_local_response)(int status, const char *details, size_t detailsSize,
                                            const char *body, size_t bodySize, const char *headers,
                                            size_t headersSize, int grpcStatus);
int PROXY_IMPORT(proxy_set_tick_period_milliseconds)(int period);

/* A literal and its size. */
#define TEXT(LITERAL) LITERAL, sizeof(LITERAL) - 1

void PROXY_EXPORT(proxy_abi_version_0_2_1)(void) {}

/* What the host hands over lies here, until the instance ends. */
static char heap[1 << 20];
static size_t heapUsed;
void *PROXY_EXPORT(proxy_on_memory_allocate)(size_t size) {
  if (size > sizeof heap - heapUsed)
    __builtin_trap();
  char *block = heap + heapUsed;
  heapUsed += (size + 7) & ~(size_t)7;
  return block;
}

#endif
