/* Inspects bodies: a request that has the configured word in it is refused, and no digit of a
   response gets through. */
#include "proxy-wasm.h"

static char *word;
static size_t wordSize;

int PROXY_EXPORT(proxy_on_configure)(int root, size_t size) {
  (void)root;
  return size && proxy_get_buffer_bytes(PROXY_CONFIGURATION, 0, size, &word, &wordSize) == PROXY_OK;
}

static int contains(const char *text, size_t size) {
  for (size_t i = 0; i + wordSize <= size; ++i) {
    size_t k = 0;
    while (k < wordSize && text[i + k] == word[k])
      ++k;
    if (k == wordSize)
      return 1;
  }
  return 0;
}

int PROXY_EXPORT(proxy_on_request_body)(int context, size_t size, int isEnd) {
  (void)context;
  char *body;
  if (!isEnd)
    return PROXY_PAUSE; /* until all of it is there */
  if (proxy_get_buffer_bytes(PROXY_REQUEST_BODY, 0, size, &body, &size) == PROXY_OK &&
      contains(body, size)) {
    proxy_log(2, TEXT("refused"));
    /* One header: content-type. */
    proxy_send_local_response(403, TEXT(""), TEXT("not in here\n"),
                              TEXT("\1\0\0\0\14\0\0\0\12\0\0\0content-type\0text/plain\0"), -1);
    return PROXY_PAUSE;
  }
  return PROXY_CONTINUE;
}

int PROXY_EXPORT(proxy_on_response_body)(int context, size_t size, int isEnd) {
  (void)context, (void)isEnd;
  char *body;
  if (proxy_get_buffer_bytes(PROXY_RESPONSE_BODY, 0, size, &body, &size) != PROXY_OK)
    return PROXY_CONTINUE;
  for (size_t i = 0; i < size; ++i)
    if (body[i] >= '0' && body[i] <= '9')
      body[i] = '#';
  proxy_set_buffer_bytes(PROXY_RESPONSE_BODY, 0, size, body, size);
  return PROXY_CONTINUE;
}
