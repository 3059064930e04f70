//===-- Guest.h - Arguments from the guest, checked by their types ----------===//
//
// A WASI call is written with the types of its meaning,
//
//   Errno fdRead(Fd fd, GuestSpan<Iovec> vectors, GuestPointer<Size> read);
//
// and call<fdRead>() turns the wasm arguments into them: a GuestPointer takes
// one i32, a GuestSpan an i32 pointer and an i32 count, and both are compared
// with the memory's length before the function runs, so that a bad pointer is
// EFAULT with nothing half done. The guest's data need not be aligned and may
// change at any time (another thread), so values are copied out once and never
// read twice.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Runtime.h"
#include "memory/Memory.h"
#include "wasi/CallLock.h"
#include "wasi/Types.h"

namespace sinter::rt::wasi {

/// The bytes [pointer, pointer + size) of the program's memory, or null.
uint8_t *guestBytes(uint32_t pointer, uint64_t size);

/// The same without a call, for what takes hardly longer than one.
inline uint8_t *guestBytesInline(uint32_t pointer, uint64_t size) {
#if SINTER_IN_HOST
  return guestBytes(pointer, size);
#else
  return bytesAt(__sinter_program.memory, pointer, size);
#endif
}

/// One T in the guest's memory.
template <typename T> class GuestPointer {
public:
  explicit GuestPointer(uint8_t *host = nullptr) : host(host) {}
  bool isValid() const { return host; }
  void store(const T &value) const { __builtin_memcpy(host, &value, sizeof value); }
  T load() const {
    T value;
    __builtin_memcpy(&value, host, sizeof value);
    return value;
  }

private:
  uint8_t *host;
};

/// `count` T in a row in the guest's memory.
template <typename T> class GuestSpan {
public:
  GuestSpan(uint8_t *host, uint32_t count) : host(host), count(count) {}
  uint32_t size() const { return count; }
  uint8_t *bytes() const { return host; }
  T load(uint32_t index) const {
    T value;
    __builtin_memcpy(&value, host + uint64_t(index) * sizeof(T), sizeof value);
    return value;
  }
  void store(uint32_t index, const T &value) const {
    __builtin_memcpy(host + uint64_t(index) * sizeof(T), &value, sizeof value);
  }

private:
  uint8_t *host;
  uint32_t count;
};

/// An array whose end only the called function knows; not checked by its type.
enum class GuestAddress : uint32_t {};

/// How one parameter is made of wasm arguments: their letters, the value, whether that is valid.
template <typename T> struct Argument {
  static constexpr unsigned slots = 1;
  static constexpr char letters[] = {sizeof(T) == 8 ? 'l' : 'i', 0};
  static bool valid(const T &) { return true; }
  static T get(const uint64_t *slot) { return static_cast<T>(slot[0]); }
};
template <typename T> struct Argument<GuestPointer<T>> {
  static constexpr unsigned slots = 1;
  static constexpr char letters[] = "i";
  static bool valid(const GuestPointer<T> &pointer) { return pointer.isValid(); }
  static GuestPointer<T> get(const uint64_t *slot) {
    return GuestPointer<T>(guestBytes(uint32_t(slot[0]), sizeof(T)));
  }
};
template <typename T> struct Argument<GuestSpan<T>> {
  static constexpr unsigned slots = 2;
  static constexpr char letters[] = "ii";
  static uint64_t bytes(const uint64_t *slot) { return uint64_t(uint32_t(slot[1])) * sizeof(T); }
  static bool valid(const GuestSpan<T> &span) { return span.bytes(); }
  static GuestSpan<T> get(const uint64_t *slot) {
    return GuestSpan<T>(guestBytes(uint32_t(slot[0]), bytes(slot)), uint32_t(slot[1]));
  }
};

template <unsigned... I> struct Indices {};
template <unsigned Count, unsigned... I> struct CountTo : CountTo<Count - 1, Count - 1, I...> {};
template <unsigned... I> struct CountTo<0, I...> {
  using Type = Indices<I...>;
};

/// Whether F works on nothing that threads share, so that it need not exclude others.
template <auto F> constexpr bool isIndependent = false;

/// Calls F with the wasm arguments in `slots`.
template <auto F> struct Call;
template <typename Result, typename... Parameters, Result (*F)(Parameters...)> struct Call<F> {
  static constexpr unsigned widths[] = {Argument<Parameters>::slots..., 0};
  static constexpr unsigned offset(unsigned index) {
    unsigned sum = 0;
    for (unsigned i = 0; i != index; ++i)
      sum += widths[i];
    return sum;
  }

  static constexpr unsigned slots = offset(sizeof...(Parameters));

  /// Whether a row's signature says what the function's parameters say.
  static constexpr bool hasSignature(const char *signature) {
    const char *letters[] = {Argument<Parameters>::letters..., ""};
    for (const char *group : letters)
      for (; *group; ++group, ++signature)
        if (*signature != *group)
          return false;
    return *signature == ':';
  }

  __attribute__((always_inline)) static uint32_t checked(Parameters... values) {
    if (!(Argument<Parameters>::valid(values) && ...))
      return uint32_t(Errno::Fault);
    // One function out of two, since nobody else calls most of them.
#ifdef __clang__
    [[clang::always_inline]]
#endif
    return uint32_t(F(values...));
  }
  template <unsigned... I>
  __attribute__((always_inline)) static uint32_t run(const uint64_t *slots, Indices<I...>) {
    return checked(Argument<Parameters>::get(slots + offset(I))...);
  }
  __attribute__((always_inline)) static uint32_t run(const uint64_t *slots) {
    using All = typename CountTo<sizeof...(Parameters)>::Type;
    if constexpr (isIndependent<F>)
      return run(slots, All{});
    CallLock lock;
    return run(slots, All{});
  }
};

} // namespace sinter::rt::wasi
