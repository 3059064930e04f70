// C++ exceptions: through frames with destructors, by class and by value, thrown again, held, and many of
// them. Emscripten compiles it to WebAssembly's legacy exception instructions.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Noisy {
  std::string name;
  explicit Noisy(std::string name) : name(std::move(name)) {}
  ~Noisy() { std::printf("leaving %s\n", name.c_str()); }
};

int descend(int depth) {
  Noisy here("depth " + std::to_string(depth));
  if (depth == 0)
    throw std::runtime_error("the bottom");
  return descend(depth - 1) + 1;
}

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  int value;
  explicit Derived(int value) : value(value) {}
};

struct ThrowsInConstructor {
  Noisy member{"member"};
  ThrowsInConstructor() { throw 7; }
};

int countThrows(int rounds) {
  int caught = 0;
  for (int i = 0; i < rounds; i++) {
    try {
      if (i % 3 == 0)
        throw i;
    } catch (int thrown) {
      caught += thrown & 1;
    }
  }
  return caught;
}

} // namespace

int main() {
  try {
    descend(3);
  } catch (const std::exception &error) {
    std::printf("caught %s\n", error.what());
  }
  try {
    try {
      throw Derived(7);
    } catch (Base &) {
      std::puts("as its base");
      throw;
    }
  } catch (Derived &derived) {
    std::printf("thrown again: %d\n", derived.value);
  }
  try {
    std::vector<int>(2).at(3);
  } catch (const std::out_of_range &) {
    std::puts("out of range");
  }
  try {
    throw 5;
  } catch (long) {
    std::puts("not this one");
  } catch (...) {
    std::puts("anything");
  }
  try {
    ThrowsInConstructor never;
  } catch (int number) {
    std::printf("constructor threw %d\n", number);
  }
  std::exception_ptr held;
  try {
    throw std::string("held");
  } catch (...) {
    held = std::current_exception();
  }
  try {
    std::rethrow_exception(held);
  } catch (const std::string &text) {
    std::printf("%s\n", text.c_str());
  }
  std::printf("%d of 100000\n", countThrows(100000));
  return 3;
}
