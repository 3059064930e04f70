//===-- Types.cpp - Identities of function types, and values ----------------===//
//
// Two function types are equal exactly if their identities are the same pointer
// (core 3.3.2; FuncRef.type, Module.typeIds). Identities outlive modules: a
// process has few types, so they are kept for good rather than counted. Types of recursion groups
// are told apart by a digest of the group that the compiler made.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <pthread.h>

namespace sinter::host {

static constexpr size_t BucketCount = 1024;
static SinterInternedType *buckets[BucketCount];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t hashType(uint64_t parameterCount, uint64_t size, const uint8_t *kinds) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ parameterCount;
  for (uint64_t i = 0; i != size; ++i)
    hash = (hash ^ kinds[i]) * UINT64_C(0x100000001b3);
  return hash;
}

bool fitsRegisters(const SinterFuncType &type) {
  unsigned integers = 0, floats = 0;
  for (uint64_t i = 0; i != type.parameterCount + type.resultCount; ++i) {
    uint8_t kind = type.kinds[i];
    if (kind == SINTER_V128 || (isReference(kind) && kind != SINTER_EXTERNREF))
      return false;
    if (i < type.parameterCount)
      ++(isFloat(kind) ? floats : integers);
  }
  return integers <= SINTER_INTEGER_REGISTERS && floats <= SINTER_FLOAT_REGISTERS &&
         type.resultCount <= 1;
}

static bool isSimple(const SinterFuncType &type) {
  for (uint64_t i = 0; i != type.parameterCount + type.resultCount; ++i)
    if (isReference(type.kinds[i]))
      return false;
  return fitsRegisters(type);
}

const char selfType = 0;

static bool sameReferences(const SinterInternedType &type, uint64_t size,
                           const Reference *references) {
  for (uint64_t i = 0; i != size; ++i) {
    Reference wanted = references ? references[i] : Reference{};
    Reference known = referenceAt(type, i);
    const void *self = known.type == &type ? &selfType : known.type;
    if (wanted.isNotNull != known.isNotNull || wanted.heap != known.heap || wanted.type != self)
      return false;
  }
  return true;
}

const SinterInternedType *intern(uint64_t parameterCount, uint64_t resultCount,
                                 const uint8_t *kinds, const Reference *references) {
  uint64_t size = parameterCount + resultCount;
  uint64_t hash = hashType(parameterCount, size, kinds);
  SinterInternedType *&bucket = buckets[hash % BucketCount];
  pthread_mutex_lock(&lock);
  SinterInternedType *type = bucket;
  while (type &&
         !(!type->type.digest && type->hash == hash &&
           type->type.parameterCount == parameterCount && type->type.resultCount == resultCount &&
           (!size || !memcmp(type->type.kinds, kinds, size)) &&
           sameReferences(*type, size, references)))
    type = type->next;
  if (!type) {
    uint64_t extra = references ? size * sizeof(Reference) : 0;
    type = static_cast<SinterInternedType *>(malloc(sizeof(SinterInternedType) + extra + size));
    if (type) {
      auto *words = reinterpret_cast<Reference *>(type + 1);
      auto *copy = reinterpret_cast<uint8_t *>(type + 1) + extra;
      for (uint64_t i = 0; references && i != size; ++i) {
        words[i] = references[i];
        if (words[i].type == &selfType)
          words[i].type = type;
      }
      type->references = references ? words : nullptr;
      type->type.references = nullptr;
      type->type.digest = nullptr;
      type->type.depth = 0;
      type->type.supers = nullptr;
      if (size)
        memcpy(copy, kinds, size);
      type->type.parameterCount = parameterCount;
      type->type.resultCount = resultCount;
      type->type.kinds = copy;
      type->isSimple = isSimple(type->type);
      type->hash = hash;
      type->next = bucket;
      bucket = type;
    }
  }
  pthread_mutex_unlock(&lock);
  return type;
}

const SinterInternedType *internNamed(const SinterModule &module, uint64_t i) {
  constexpr uint64_t DigestSize = 32;
  const SinterFuncType &wanted = module.types[i];
  uint64_t hash;
  memcpy(&hash, wanted.digest, sizeof hash);
  SinterInternedType *&bucket = buckets[hash % BucketCount];
  pthread_mutex_lock(&lock);
  SinterInternedType *type = bucket;
  while (type && !(type->type.digest && !memcmp(type->type.digest, wanted.digest, DigestSize)))
    type = type->next;
  if (!type) {
    uint64_t kinds = wanted.parameterCount + wanted.resultCount;
    uint64_t supers = wanted.depth * sizeof(void *);
    type = static_cast<SinterInternedType *>(
        malloc(sizeof(SinterInternedType) + supers + DigestSize + kinds));
    if (type) {
      auto *above = reinterpret_cast<const void **>(type + 1);
      auto *bytes = reinterpret_cast<uint8_t *>(type + 1) + supers;
      // Supertypes come before what is below them, so they have their identities.
      for (uint64_t k = 0; k != wanted.depth; ++k)
        above[k] =
            module.typeIds[static_cast<const SinterFuncType *>(wanted.supers[k]) - module.types];
      memcpy(bytes, wanted.digest, DigestSize);
      if (kinds)
        memcpy(bytes + DigestSize, wanted.kinds, kinds);
      type->type = wanted;
      type->type.supers = above;
      type->type.kinds = bytes + DigestSize;
      type->type.references = nullptr;
      type->type.digest = bytes;
      type->references = nullptr;
      type->isSimple = isSimple(type->type);
      type->hash = hash;
      type->next = bucket;
      bucket = type;
    }
  }
  pthread_mutex_unlock(&lock);
  return type;
}

void setReferences(const SinterInternedType &type, const Reference *references) {
  pthread_mutex_lock(&lock);
  if (!type.references)
    const_cast<SinterInternedType &>(type).references = references;
  else
    free(const_cast<Reference *>(references));
  pthread_mutex_unlock(&lock);
}

bool isValueKind(sinter_valkind_t kind) {
  return (kind >= SINTER_V128 && kind <= SINTER_I32) || isReference(kind);
}

const char *kindName(sinter_valkind_t kind) {
  switch (kind) {
  case SINTER_I32:
    return "i32";
  case SINTER_I64:
    return "i64";
  case SINTER_F32:
    return "f32";
  case SINTER_F64:
    return "f64";
  case SINTER_V128:
    return "v128";
  case SINTER_FUNCREF:
    return "funcref";
  case SINTER_EXTERNREF:
    return "externref";
  case SINTER_EXNREF:
    return "exnref";
  case SINTER_ANYREF:
    return "anyref";
  default:
    return "no type";
  }
}

Reference toReference(const SinterModule &module, uint64_t word) {
  uint64_t heap = word >> SINTER_REFERENCE_HEAP_SHIFT & ((1u << SINTER_REFERENCE_HEAP_BITS) - 1);
  uint64_t type = word >> SINTER_REFERENCE_TYPE_SHIFT;
  return {(word & SINTER_REFERENCE_NOT_NULL) != 0,
          uint8_t(heap ? SINTER_REFERENCE_HEAP_BASE + heap : 0),
          type ? module.typeIds[type - 1] : nullptr};
}

// Abstract types below the top of a hierarchy, by their codes in the binary format.
enum : uint8_t { NoExn = 0x74, NoFunc = 0x73, NoExtern = 0x72, None = 0x71, Eq = 0x6d };

/// Only null is of these types.
static bool isBottom(const Reference &reference) {
  return reference.heap >= None && reference.heap <= NoExn;
}

bool isSubtype(const Reference &sub, const Reference &super) {
  if (super.isNotNull && !sub.isNotNull)
    return false;
  if (isBottom(sub))
    return true;
  if (super.type)
    return sub.type && isSubtype(sub.type, super.type);
  // All but the top itself are below eq, in the one hierarchy that has it.
  return !super.heap || super.heap == sub.heap || (super.heap == Eq && sub.heap);
}

sinter_error_t *checkValue(const sinter_store_t *store, const sinter_val_t &value,
                           sinter_valkind_t kind, const char *what, Reference reference) {
  if (value.kind != kind)
    return makeError(SINTER_ERROR_USE, "type mismatch in %s: expected %s, got %s", what,
                     kindName(kind), kindName(value.kind));
  if (kind == SINTER_FUNCREF && value.of.funcref && storeOf(value.of.funcref) != store)
    return makeError(SINTER_ERROR_USE, "the function in %s belongs to another store", what);
  if (kind == SINTER_ANYREF && value.of.externref)
    return makeError(SINTER_ERROR_USE, "%s is an anyref that is not null, which cannot be yet",
                     what);
  if (reference.isNotNull && !value.of.externref)
    return makeError(SINTER_ERROR_USE, "type mismatch in %s: a null reference where none may be",
                     what);
  if (isBottom(reference) && value.of.externref)
    return makeError(SINTER_ERROR_USE, "type mismatch in %s: a reference where only null may be",
                     what);
  if (reference.type && value.of.funcref &&
      !isSubtype(refOf(value.of.funcref).type, reference.type))
    return makeError(SINTER_ERROR_USE, "type mismatch in %s: a function of another type", what);
  return nullptr;
}

} // namespace sinter::host

using namespace sinter::host;

/// What a function belongs to: that of the host is the same for all whom it is told of.
static const void *homeOf(const SinterFuncRef &ref) {
  const Closure *closure = closureOf(ref);
  return closure && closure->function ? closure->function : ref.instance;
}

bool sinter_func_same(const sinter_func_t *a, const sinter_func_t *b) {
  const SinterFuncRef &left = refOf(a), &right = refOf(b);
  return left.code == right.code && homeOf(left) == homeOf(right) && left.type == right.type;
}

uint64_t sinter_func_hash(const sinter_func_t *func) {
  const SinterFuncRef &ref = refOf(func);
  uint64_t bits = reinterpret_cast<uint64_t>(ref.code) * UINT64_C(0x9e3779b97f4a7c15);
  bits = (bits ^ reinterpret_cast<uint64_t>(homeOf(ref))) * UINT64_C(0x9e3779b97f4a7c15);
  return bits ^ bits >> 32;
}

sinter_instance_t *sinter_func_instance(const sinter_func_t *func) {
  auto *instance = static_cast<const SinterInstance *>(refOf(func).instance);
  return instance->module ? static_cast<sinter_instance_t *>(instance->owner) : nullptr;
}
