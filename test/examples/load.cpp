//===-- load.cpp - Requests for the edge server, and a look at every answer -===//
//
//   load PORT SECONDS CONNECTIONS SEED
//
// Each connection is a thread that keeps it open and asks one thing after another, chosen by a
// generator of its own; a tenth is hostile. Every answer's status and body are compared with what
// they must be. What is lost (a connection that ends or is refused) or wrong is shown, up to ten of
// them. The last line has the counts of answers, of hostile requests among them, of wrong answers,
// of lost ones, and of answers by the one and the other version of a function that is replaced.
//
// Loops are few, since each takes the server's whole time limit on a core.
//
//===----------------------------------------------------------------------===//
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/tcp.h>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

struct Case {
  const char *target;
  int status;
  const char *body; ///< Of the answer; null: the request's body, reversed.
  double weight;
  bool isHostile;
  const char *otherBody = nullptr; ///< Of a function that is replaced all the time.
};

const Case cases[] = {
    {"/hello", 200, "hello, version 1\n", 40, false, "hello, version 2\n"},
    {"/reverse", 200, nullptr, 25, false},
    {"/count", 200, "11", 24, false},
    {"/nothing", 404, "", 1, false},
    {"/hostile?trap", 500, "unreachable\n", 2.09, true},
    {"/hostile?bounds", 500, "out of bounds memory access\n", 2, true},
    {"/hostile?stack", 500, "call stack exhausted\n", 1.5, true},
    {"/hostile?memory", 507, "full\n", 0.9, true},
    {"/hostile?address", 500, "the function passes an address outside of its memory\n", 2, true},
    {"/hostile?flood", 500, "the function answers with more than it may\n", 0.5, true},
    {"/hostile?status", 500, "the function answers with a status that is none\n", 1, true},
    {"/hostile?loop", 504, "interrupted\n", 0.01, true},
};

struct Totals {
  std::atomic<uint64_t> answered, hostile, wrong, lost;
  std::atomic<uint64_t> versions[2]; ///< Which of a replaced function's answered.
  std::atomic<uint64_t> shown;
};

/// A connection; buffered, since answers come in pieces.
class Connection {
public:
  explicit Connection(uint16_t port) : socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    isOpen = connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
  }
  ~Connection() { close(socket); }
  Connection(const Connection &) = delete;

  /// False if the connection ended before the whole answer was there.
  bool ask(const std::string &request, int &status, std::string &body) {
    if (!isOpen ||
        send(socket, request.data(), request.size(), MSG_NOSIGNAL) != ssize_t(request.size()))
      return false;
    size_t head;
    while ((head = received.find("\r\n\r\n")) == std::string::npos)
      if (!receive())
        return false;
    status = atoi(received.c_str() + strlen("HTTP/1.1 "));
    const char *length = strcasestr(received.c_str(), "\r\nContent-Length:");
    size_t size = length && length < received.c_str() + head
                      ? strtoul(strchr(length, ':') + 1, nullptr, 10)
                      : 0;
    while (received.size() < head + 4 + size)
      if (!receive())
        return false;
    body = received.substr(head + 4, size);
    received.erase(0, head + 4 + size);
    return true;
  }

private:
  bool receive() {
    char piece[16384];
    ssize_t size = recv(socket, piece, sizeof piece, 0);
    if (size > 0)
      received.append(piece, size_t(size));
    return size > 0;
  }
  int socket;
  bool isOpen;
  std::string received;
};

void show(Totals &totals, const Case &asked, const char *what, int status, std::string_view body) {
  if (totals.shown++ < 10)
    fprintf(stderr, "%s: %s: %d \"%.*s\"\n", asked.target, what, status,
            int(std::min(body.size(), size_t(100))), body.data());
}

/// False if the connection is no good any more.
bool ask(Connection &connection, std::minstd_rand &random, const Case &asked, Totals &totals) {
  std::string sent(asked.body ? 0 : random() % 5000, ' ');
  for (char &c : sent)
    c = char('a' + random() % 26);
  std::string request =
      std::string(asked.body ? "GET " : "POST ") + asked.target +
      " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(sent.size()) +
      "\r\n\r\n" + sent;
  int status = 0;
  std::string body;
  if (!connection.ask(request, status, body)) {
    ++totals.lost;
    show(totals, asked, "lost", status, body);
    return false;
  }
  ++totals.answered;
  totals.hostile += asked.isHostile;
  bool isSecond = asked.otherBody && body == asked.otherBody;
  std::string wanted = isSecond     ? asked.otherBody
                       : asked.body ? asked.body
                                    : std::string(sent.rbegin(), sent.rend());
  if (asked.otherBody)
    ++totals.versions[isSecond];
  bool isRight = status == asked.status && body == wanted;
  // On a machine that does much else, what takes long may not come to its own end.
  bool isLate = asked.isHostile && status == 504 && body == "interrupted\n";
  if (!isRight && !isLate) {
    ++totals.wrong;
    show(totals, asked, "wrong", status, body);
  }
  return true;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: %s PORT SECONDS CONNECTIONS SEED\n", arguments[0]);
    return 2;
  }
  auto port = uint16_t(atoi(arguments[1]));
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(atoi(arguments[2]));
  std::vector<double> weights;
  for (const Case &one : cases)
    weights.push_back(one.weight);
  Totals totals = {};
  std::vector<std::thread> threads;
  for (int i = 0; i != atoi(arguments[3]); ++i)
    threads.emplace_back([&, i] {
      std::minstd_rand random(unsigned(1000 * atoi(arguments[4]) + i + 1));
      std::discrete_distribution<size_t> choose(weights.begin(), weights.end());
      auto connection = std::make_unique<Connection>(port);
      while (std::chrono::steady_clock::now() < end) {
        if (!ask(*connection, random, cases[choose(random)], totals))
          connection = std::make_unique<Connection>(port);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  printf("%lu %lu %lu %lu %lu %lu\n", totals.answered.load(), totals.hostile.load(),
         totals.wrong.load(), totals.lost.load(), totals.versions[0].load(),
         totals.versions[1].load());
  return totals.wrong || totals.lost || !totals.answered ? 1 : 0;
}
