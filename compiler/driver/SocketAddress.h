//===-- SocketAddress.h - Addresses to listen at ---------------------------===//
#pragma once

#include <optional>
#include <string>

namespace sinter {

/// The bytes of the struct sockaddr for "ADDRESS:PORT", where ADDRESS is IPv4 or, in brackets,
/// IPv6, in numbers: nothing is looked up, neither now nor when the program starts. They are the
/// same on every CPU that Linux and we run on, since all of those are little-endian.
std::optional<std::string> socketAddress(const std::string &text);

} // namespace sinter
