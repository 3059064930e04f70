/* Rewrites headers: requests below /old go to /new, nobody learns of x-secret, and both sides are
   told who was here. The configuration is what they are told. */
#include "proxy-wasm.h"

static char *configuration;
static size_t configurationSize;

int PROXY_EXPORT(proxy_on_configure)(int root, size_t size) {
  (void)root;
  return size && proxy_get_buffer_bytes(PROXY_CONFIGURATION, 0, size, &configuration,
                                        &configurationSize) == PROXY_OK;
}

int PROXY_EXPORT(proxy_on_request_headers)(int context, int count, int isEnd) {
  (void)context, (void)count, (void)isEnd;
  static const char from[] = "/old/";
  char *path;
  size_t size;
  if (proxy_get_header_map_value(PROXY_REQUEST_HEADERS, TEXT(":path"), &path, &size) == PROXY_OK &&
      size >= 5 && !__builtin_memcmp(path, from, 5)) {
    __builtin_memcpy(path + 1, "new", 3);
    proxy_replace_header_map_value(PROXY_REQUEST_HEADERS, TEXT(":path"), path, size);
  }
  proxy_remove_header_map_value(PROXY_REQUEST_HEADERS, TEXT("x-secret"));
  proxy_add_header_map_value(PROXY_REQUEST_HEADERS, TEXT("via"), configuration, configurationSize);
  return PROXY_CONTINUE;
}

int PROXY_EXPORT(proxy_on_response_headers)(int context, int count, int isEnd) {
  (void)context, (void)isEnd;
  char number = (char)('0' + count % 10);
  proxy_replace_header_map_value(PROXY_RESPONSE_HEADERS, TEXT("server"), configuration,
                                 configurationSize);
  proxy_add_header_map_value(PROXY_RESPONSE_HEADERS, TEXT("x-count"), &number, 1);
  return PROXY_CONTINUE;
}
