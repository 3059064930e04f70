//===-- SocketAddress.cpp - Addresses to listen at -------------------------===//

#include "driver/SocketAddress.h"

#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>

namespace sinter {

template <typename T> static std::string bytesOf(const T &address) {
  return std::string(reinterpret_cast<const char *>(&address), sizeof address);
}

std::optional<std::string> socketAddress(const std::string &text) {
  size_t colon = text.rfind(':');
  if (colon == std::string::npos)
    return std::nullopt;
  std::string host = text.substr(0, colon);
  uint16_t port = 0;
  const char *end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc() || stop != end)
    return std::nullopt;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    sockaddr_in6 address = {};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    if (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address.sin6_addr) != 1)
      return std::nullopt;
    return bytesOf(address);
  }
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
    return std::nullopt;
  return bytesOf(address);
}

} // namespace sinter
