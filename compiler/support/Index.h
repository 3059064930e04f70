//===-- Index.h - Typed indices and the vectors that take only them --------===//
//
// WebAssembly has a dozen index spaces, all of them u32. Giving each its own
// type makes "function index used as a type index" a compile error; an
// IndexVector<I, T> can be subscripted by nothing but its own I.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cassert>
#include <cstdint>
#include <vector>

namespace sinter {

enum class TypeIndex : uint32_t {};
enum class FuncIndex : uint32_t {};
enum class TableIndex : uint32_t {};
enum class MemoryIndex : uint32_t {};
enum class GlobalIndex : uint32_t {};
enum class TagIndex : uint32_t {};
enum class ElemIndex : uint32_t {};
enum class DataIndex : uint32_t {};
enum class LocalIndex : uint32_t {};

/// The number behind an index.
template <typename I> constexpr uint32_t raw(I index) { return static_cast<uint32_t>(index); }

/// A vector whose subscripts have the type `I`.
template <typename I, typename T> class IndexVector {
public:
  [[nodiscard]] bool contains(I index) const { return raw(index) < items.size(); }
  T &operator[](I index) {
    assert(contains(index));
    return items[raw(index)];
  }
  const T &operator[](I index) const {
    assert(contains(index));
    return items[raw(index)];
  }
  I push(T item) {
    items.push_back(std::move(item));
    return I(uint32_t(items.size() - 1));
  }
  [[nodiscard]] uint32_t size() const { return uint32_t(items.size()); }
  [[nodiscard]] bool empty() const { return items.empty(); }
  void reserve(uint32_t n) { items.reserve(n); }
  void resize(uint32_t n) { items.resize(n); }
  auto begin() { return items.begin(); }
  auto end() { return items.end(); }
  auto begin() const { return items.begin(); }
  auto end() const { return items.end(); }
  T &back() { return items.back(); }
  const std::vector<T> &vector() const { return items; }

private:
  std::vector<T> items;
};

} // namespace sinter
