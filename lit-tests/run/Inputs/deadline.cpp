// Deadlines end loops in their order, and no sooner; those that are taken back end nothing.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How long the endless loop ran, in milliseconds; -1 if something else ended it.
static long spin(sinter::Store &store, const sinter::Instance &instance, milliseconds time) {
  Clock::time_point begin = Clock::now();
  if (!store.setDeadline(time))
    return -1;
  sinter::Result<void> result = instance.call("loop");
  if (result || result.error().message() != "interrupted")
    return -1;
  return long(std::chrono::duration_cast<milliseconds>(Clock::now() - begin).count());
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  auto open = [&](sinter::Store &store) {
    sinter_extern_t again = store.func(std::function([]() -> sinter::Result<void> { return {}; }));
    return *store.instantiate(*module, {&again, 1});
  };
  std::vector<std::thread> threads;
  std::vector<long> times(20);
  for (size_t i = 0; i != times.size(); ++i)
    threads.emplace_back([&, i] {
      sinter::Store store;
      times[i] = spin(store, open(store), milliseconds(7 * i % 20 * 3 + 5));
    });
  for (std::thread &thread : threads)
    thread.join();
  int good = 0;
  for (size_t i = 0; i != times.size(); ++i)
    good += times[i] >= long(7 * i % 20 * 3 + 5); // How late depends on what else the machine does.
  printf("in time: %d\n", good);

  sinter::Store store;
  sinter::Instance instance = open(store);
  bool isSet = bool(store.setDeadline(milliseconds(1)));
  std::this_thread::sleep_for(milliseconds(20));
  store.clearDeadline();
  printf("taken back: %d\n", isSet && instance.call("done"));
  isSet =
      bool(store.setDeadline(milliseconds(1))) && bool(store.setDeadline(std::chrono::hours(1)));
  std::this_thread::sleep_for(milliseconds(20));
  printf("put off: %d\n", isSet && instance.call("done"));
  printf("at once: %d\n", spin(store, instance, milliseconds(0)) >= 0);
  for (int i = 0; i != 1000; ++i) { // Deleted with a deadline.
    sinter::Store other;
    isSet &= bool(other.setDeadline(milliseconds(i % 3)));
  }
  printf("end: %d\n", isSet && spin(store, instance, milliseconds(2)) >= 2);
}
