//===-- Host.h - What the parts of libsinter share --------------------------===//
//
// libsinter is the embedding library behind sinter.h, the one part of the
// runtime that may use libc and pthreads. It uses no C++ library, so that a C
// host can link the archive: objects are plain structs from calloc, owned by
// the lists of their store, and containers are the two small ones below.
//
// How host and wasm meet: sinter_store_t begins with the SinterContext that
// generated code sees. A call from the host pushes an Entry, whose assembly half
// (arch/) saves the callee-saved registers; a trap, from wherever, resumes the
// innermost Entry, which then returns to the host's call as an error. So a trap
// only ever discards frames of wasm code and of our own trampoline, never a host's frame.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/abi/Abi.h"
#include "sinter/sinter.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

namespace sinter::rt {
struct UnwindCache;
}

namespace sinter::host {
/// What a reference type says beyond the top of its hierarchy.
struct Reference {
  bool isNotNull;
  uint8_t heap; ///< The abstract type's code if it is not the top; of a defined type what that is
                ///< below.
  const void *type; ///< The identity of a defined type, or null.
};

struct WasiGuest;

/// A function that ran when a call ended.
struct Frame {
  const char *name;
  sinter_instance_t *instance; ///< Null where it could be one of several.
};

/// Which file a path leads to; zeros for none.
struct FileIdentity {
  uint64_t device;
  uint64_t inode;
};

struct AddressStack {
  uint8_t **addresses;
  size_t count;
  size_t capacity;
  [[nodiscard]] bool push(uint8_t *address);
  uint8_t *pop() { return addresses[--count]; }
};

/// Lists of a store, whose items are taken out again when an instance is deleted.
template <typename T> void addTo(T *&list, T *item) {
  item->next = list;
  item->back = &list;
  if (list)
    list->back = &item->next;
  list = item;
}
template <typename T> void removeFromList(T *item) {
  *item->back = item->next;
  if (item->next)
    item->next->back = item->back;
}
} // namespace sinter::host

/// A function type's identity: one per type in a process, never freed. What
/// SinterFuncRef.type and Module.typeIds point to.
struct SinterInternedType {
  SinterFuncType type;
  const sinter::host::Reference *references; ///< As many as kinds, or null if all are plain.
  SinterInternedType *next;
  uint64_t hash;
  /// Registers carry all parameters, and the result if there is one; all are numbers.
  bool isSimple;
};

struct sinter_error_t {
  sinter_error_kind_t kind;
  int32_t code;
  SinterException *exception; ///< That it carries, or null; of `store`.
  sinter_store_t *store;
  sinter::host::Frame *frames; ///< With their names in the same block; or null.
  size_t frameCount;
  bool moreFrames;
  char message[]; ///< NUL-terminated.
};

struct sinter_config_t {
  size_t stackSize = 0;
  uint64_t memoryLimit = UINT64_MAX;
  uint64_t tableLimit = 10'000'000;
  bool guardedMemories = true;
  bool backtraces = true;
};

struct sinter_module_t {
  sinter_module_t *next; ///< Of the process's open modules.
  sinter_module_t **back;
  const SinterModule *descriptor;
  void *library;                   ///< From dlopen; null for a linked module.
  sinter::host::FileIdentity file; ///< What it was opened from, if from a path.
  uint64_t references;
  int image; ///< A file with the first memory's data, or -1 until there is one.
  pthread_mutex_t idleLock;
  uint8_t *wasiImports; ///< What its imports are to WASI (Wasi.cpp), or null until that was asked.
  sinter::host::AddressStack idle; ///< Reservations for first memories, as they are when new.
};

struct sinter_memory_t {
  sinter_memory_t *next;
  sinter_memory_t **back;
  sinter_store_t *store;
  SinterMemory *record; ///< In the owning instance, or `own`.
  SinterMemory own;
  uint64_t maximum;         ///< As declared, in pages.
  sinter_instance_t *owner; ///< Null if a host made it.
  bool isFirst;             ///< The owner's first: its reservation goes back to the module.
  uint8_t *slot;            ///< Of the pool, in which it lies until it outgrows it; or null.
  uint64_t slotSize;
  bool isBorrowed;  ///< A shared memory that another store made.
  bool pollsClosed; ///< The page in front of it cannot be read.
};

struct sinter_table_t {
  sinter_table_t *next;
  sinter_table_t **back;
  sinter_store_t *store;
  SinterTable *record;
  SinterTable own;
  sinter_instance_t *owner; ///< Null if a host made it.
  uint64_t maximum;         ///< As declared.
  sinter_valkind_t element;
  sinter::host::Reference reference;
  bool is64;
};

struct sinter_global_t {
  sinter_global_t *next;
  sinter_global_t **back;
  sinter_store_t *store;
  uint64_t *cell;
  uint64_t own[2];
  sinter_valkind_t kind;
  sinter::host::Reference reference;
  bool isMutable;
  sinter_instance_t *owner; ///< Null if a host made it.
};

struct sinter_tag_t {
  sinter_tag_t *next;
  sinter_tag_t **back;
  sinter_store_t *store;
  const void *identity; ///< A slot of the owning instance, or `own`.
  const SinterInternedType *type;
  uint64_t own;
  sinter_instance_t *owner; ///< Null if a host made it.
};

struct sinter_instance_t {
  sinter_instance_t *next;
  sinter_instance_t **back;
  sinter_store_t *store;
  sinter_module_t *module;
  SinterInstance *slots;
  uint64_t importers;   ///< Imports of other instances that are this one's.
  bool isReady;         ///< The host has it.
  bool hasImage;        ///< The first memory begins with pages of the module's image.
  uint64_t memoryLimit; ///< In bytes: the store's when it was made, or set since.
  uint64_t tableLimit;
  sinter::host::WasiGuest *wasi; ///< Null without WASI.
  void *data;                    ///< The host's.
};

namespace sinter::host {

struct HostFunction;

/// What a function of the host is called with: as generated code sees it, the first slots are an
/// instance's. The next two are here for sinter_closure_t.
struct Closure {
  SinterInstance instance; ///< Without a module: `owner` is the store.
  void *data;
  sinter_instance_t *caller; ///< Whose import it is, or null: it does not tell.
  HostFunction *function;    ///< Null if it is WASI's, of the caller.
};

/// A function of the host. One that is told its caller has a closure in each instance that imports
/// it (Instance.cpp), and its own for who calls it otherwise.
struct HostFunction {
  Closure closure;
  SinterFuncRef ref;
  HostFunction *next;
  // At most one; neither if the reference has the host's own code.
  sinter_callback_t callback;
  sinter_caller_callback_t callerCallback;
  bool isToldCaller;
  void (*finalize)(void *data);
};

/// One call from the host into wasm that has not returned. The first three are arch/'s as well,
/// which has no more than those where it entered by itself (sinter_call_enter).
struct Entry {
  void *stackPointer;
  uint64_t trapCode; ///< 0 until something trapped.
  Entry *previous;
  sinter_store_t *previousRunning; ///< What ran on this thread before.
  uint64_t previousLimit;
};

/// As many frames as a backtrace has.
constexpr size_t MostFrames = 64;

/// One of them: where its function begins, and where in it that was.
struct NotedFrame {
  uint64_t function, pc;
};

/// A trap code of ours: the host function's own error is in the store.
constexpr uint64_t HostErrorCode = UINT64_MAX;

/// From record or cell to the object that describes it.
struct PointerMap {
  struct Slot {
    const void *key;
    void *value;
  };
  Slot *slots;
  size_t capacity; ///< A power of two, or 0.
  size_t used;
  void *find(const void *key) const;
  [[nodiscard]] bool insert(const void *key, void *value);
  void remove(const void *key);
};

} // namespace sinter::host

struct sinter_store_t {
  SinterContext context;
  sinter::host::Entry *entry;
  /// Held while it is interrupted, or that is taken back, and while memories come and go.
  pthread_mutex_t interruptLock;
  sinter_error_t *pending; ///< A host function's error on its way to the entry.
  sinter_config_t config;
  sinter_instance_t *instances;
  sinter_memory_t *memories;
  sinter_table_t *tables;
  sinter_global_t *globals;
  sinter_tag_t *tags;
  SinterException *exceptions;
  sinter::rt::UnwindCache
      *unwindCache; ///< Made at the first throw; the store keeps its code loaded.
  sinter::host::HostFunction *functions;
  bool tellsCallers; ///< Whether one of them is told who calls.
  sinter::host::PointerMap objects;
  uint64_t *arguments; ///< The context's area, in a slot of the pool: untouched it costs no memory.
  sinter_store_t *nextIdle;
  uint64_t deadline;    ///< In nanoseconds of the monotonic clock.
  size_t deadlinePlace; ///< Among all deadlines; 0 if it has none.
  bool hasHadDeadline;
  size_t frameCount; ///< Noted by the last end of a call, for its error.
  bool moreFrames;
  sinter::host::NotedFrame frames[sinter::host::MostFrames]; ///< Innermost first.
};

namespace sinter::host {

// Error.cpp
[[gnu::format(printf, 2, 3)]] sinter_error_t *makeError(sinter_error_kind_t kind,
                                                        const char *format, ...);
sinter_error_t *makeTrap(uint64_t code);
sinter_error_t *outOfMemory();
/// What a guest's proc_exit ends as.
sinter_error_t *makeExit(uint32_t status);

// Types.cpp
/// The one object for this type, or null if there is no memory. `references` may be null; the type
/// &selfType in it stands for the type itself.
const SinterInternedType *intern(uint64_t parameterCount, uint64_t resultCount,
                                 const uint8_t *kinds, const Reference *references = nullptr);
extern const char selfType;
/// The same for the module's i-th type where Layout.def gives it a digest. Its references are told
/// later, by setReferences, since they may be to types that follow.
const SinterInternedType *internNamed(const SinterModule &module, uint64_t i);
void setReferences(const SinterInternedType &type, const Reference *references);
/// Core 3.3.2: the same type, or one that declares the other as a supertype.
inline bool isSubtype(const void *sub, const void *super) {
  const SinterFuncType &below = static_cast<const SinterInternedType *>(sub)->type;
  const SinterFuncType &above = static_cast<const SinterInternedType *>(super)->type;
  return sub == super || (below.depth > above.depth && below.supers[above.depth] == super);
}
/// Core 3.3.3, in one hierarchy.
bool isSubtype(const Reference &sub, const Reference &super);
/// What the ABI's SINTER_REFERENCE_* word says, in a module whose types are interned.
Reference toReference(const SinterModule &module, uint64_t word);
/// Whether registers carry all parameters and the result: numbers and externrefs.
bool fitsRegisters(const SinterFuncType &type);
bool isValueKind(sinter_valkind_t kind);
const char *kindName(sinter_valkind_t kind);
inline bool isReference(sinter_valkind_t kind) {
  return kind == SINTER_FUNCREF || kind == SINTER_EXTERNREF || kind == SINTER_EXNREF ||
         kind == SINTER_ANYREF;
}
inline bool isFloat(sinter_valkind_t kind) { return kind == SINTER_F32 || kind == SINTER_F64; }
inline sinter_functype_t publicType(const SinterFuncType &type) {
  return {type.kinds, size_t(type.parameterCount), type.kinds + type.parameterCount,
          size_t(type.resultCount)};
}

// Values: slots hold 32-bit values zero-extended, floats by their bits, references as pointers.
inline uint64_t toSlot(const sinter_val_t &value) {
  return value.kind == SINTER_I32 || value.kind == SINTER_F32 ? value.of.bits32 : value.of.bits64;
}
inline sinter_val_t fromSlot(sinter_valkind_t kind, uint64_t bits) {
  sinter_val_t value = {};
  value.kind = kind;
  value.of.bits64 = kind == SINTER_I32 || kind == SINTER_F32 ? uint32_t(bits) : bits;
  return value;
}
/// The same for places that may hold a v128, in two slots.
inline void putSlot(uint64_t *place, const sinter_val_t &value) {
  if (value.kind == SINTER_V128)
    memcpy(place, value.of.v128, 16);
  else
    *place = toSlot(value);
}
inline sinter_val_t getSlot(const uint64_t *place, sinter_valkind_t kind) {
  sinter_val_t value = fromSlot(kind, *place);
  if (kind == SINTER_V128)
    memcpy(value.of.v128, place, 16);
  return value;
}
/// An error if `value` is not of that kind or is a function of another store.
sinter_error_t *checkValue(const sinter_store_t *store, const sinter_val_t &value,
                           sinter_valkind_t kind, const char *what, Reference reference = {});
inline Reference referenceAt(const SinterInternedType &type, uint64_t i) {
  return type.references ? type.references[i] : Reference{};
}
inline const SinterFuncRef &refOf(const sinter_func_t *func) {
  return *reinterpret_cast<const SinterFuncRef *>(func);
}
/// Where a function belongs.
inline sinter_store_t *storeOf(const sinter_func_t *func) {
  auto *instance = static_cast<const SinterInstance *>(refOf(func).instance);
  return static_cast<sinter_store_t *>(instance->context->owner);
}
/// Of a function of the host or of WASI; null of an instance's.
inline const Closure *closureOf(const SinterFuncRef &ref) {
  return static_cast<const SinterInstance *>(ref.instance)->module
             ? nullptr
             : static_cast<const Closure *>(ref.instance);
}

// Module.cpp
void retain(sinter_module_t *module);
/// Loads the shared object at `path`, which messages call `name`.
sinter_error_t *loadModule(const char *path, const char *name, sinter_module_t **module);

// ModuleBytes.cpp
/// A path to an open descriptor that the dynamic linker was never given before.
constexpr size_t DescriptorPathSize = 200;
void spellDescriptor(char (&path)[DescriptorPathSize], int file);

// Image.cpp
/// Puts the module's image into the instance's first memory, whose pages there are as new; false if
/// there is none.
[[nodiscard]] bool mapImage(sinter_instance_t *instance);
/// Makes it from the memory of an instance that was initialised just now.
void keepImage(const sinter_instance_t *instance);
void freeImage(sinter_module_t *module);

// Pool.cpp
/// A zeroed block of at least that many bytes, and how many it has; null if that is too large for a
/// slot or the system refuses.
uint8_t *takeSlot(uint64_t bytes, uint64_t *size);
/// `used`: the bytes at its beginning that may have been touched.
void giveSlot(uint8_t *slot, uint64_t size, uint64_t used);
/// A reservation for the first memory of an instance of the module; null if none is idle.
uint8_t *takeReservation(sinter_module_t *module);
/// False if it cannot be kept.
[[nodiscard]] bool giveReservation(sinter_module_t *module, uint8_t *base);
void freeReservations(sinter_module_t *module);

// Memory.cpp and Table.cpp. `record` null: the object's own. `reservation`: what a guarded memory
// is to use, with pages as they are when new; or null.
sinter_error_t *makeMemory(sinter_store_t *store, SinterMemory *record, sinter_limits_t pages,
                           uint64_t pageSize, bool guarded, sinter_memory_t **memory,
                           uint8_t *reservation = nullptr);
/// Gives back what it occupies; the object itself is the caller's to remove from lists.
void freeMemory(sinter_memory_t *memory);
/// Gives back a guarded memory's addresses.
void unmapGuarded(uint8_t *base);
/// The guarded memory of the store in whose reach the address is, or in the page in front of it
/// that polls read; null if there is none. Safe in a signal handler.
[[nodiscard]] const sinter_memory_t *guardedMemoryAt(const sinter_store_t &store, uint64_t address);
/// Has polls of code that the store runs fault, or not. Under the store's interruptLock.
void setPolls(sinter_store_t &store, bool closed);
/// As it was made: zeros, of the declared size. False if the system refuses.
[[nodiscard]] bool resetMemory(sinter_memory_t &memory, uint64_t minimumPages);
void resetTable(SinterTable &record, uint64_t minimum);
/// Sets how far it may grow: as its type says and at most that far. What it has already it keeps.
void limitMemory(sinter_memory_t &memory, uint64_t bytes);
void limitTable(sinter_table_t &table, uint64_t elements);
/// Makes `store` know a shared memory of another store, once. False if there is no memory.
[[nodiscard]] bool borrowMemory(sinter_store_t *store, const sinter_memory_t *memory);
/// Of a shared memory it may change at any time.
inline uint64_t lengthOf(const SinterMemory &record) {
  return __atomic_load_n(&record.length, __ATOMIC_SEQ_CST);
}
/// `elements`: zeroed room for the minimum that is part of the owner; or null.
sinter_error_t *makeTable(sinter_store_t *store, SinterTable *record, sinter_valkind_t element,
                          sinter_limits_t limits, sinter_table_t **table,
                          void **elements = nullptr);
void freeTable(sinter_table_t *table);
/// The object for a global's cell, made at the first request; null if there is no memory.
sinter_global_t *globalFor(sinter_store_t *store, uint64_t *cell, sinter_valkind_t kind,
                           bool isMutable, Reference reference = {});

// Instance.cpp
/// sinter_instance_new, with WASI unless `wasi` is null; `imports` may be null if that provides
/// all.
sinter_error_t *makeInstance(sinter_store_t *store, sinter_module_t *module,
                             const sinter_extern_t *imports, size_t importCount,
                             sinter_wasi_config_t *wasi, sinter_instance_t **instance);

// Wasi.cpp
/// Gives the instance what WASI's functions work on.
sinter_error_t *makeGuest(sinter_instance_t *instance, sinter_wasi_config_t *config);
void resetGuest(WasiGuest *guest);
void freeGuest(WasiGuest *guest);
/// Puts WASI's function into the slot of the i-th import; false if there is none of that name and
/// type.
[[nodiscard]] bool bindWasi(sinter_instance_t *instance, uint64_t i, bool &wrongType);
void retain(sinter_wasi_config_t *config);

// Backtrace.cpp
/// Gives an error the names of the frames that were noted, unless it has some.
void attachFrames(sinter_store_t *store, sinter_error_t *error);
void addModule(sinter_module_t *module);
void removeModule(sinter_module_t *module);
/// Whether an open module has the library from another file than `file`.
[[nodiscard]] bool isFromAnotherFile(const void *library, const FileIdentity &file);

// InstanceDelete.cpp
/// Notes the import that is in the slot now, so that what it belongs to stays.
void noteImport(sinter_instance_t *instance, const SinterExtern &import);
/// Frees an instance, after everything that it owns.
void freeInstance(sinter_instance_t *instance);

// Call.cpp
/// Runs `code` as a call from the host; an error if it trapped.
sinter_error_t *enter(sinter_store_t *store, SinterCode code, void *instance,
                      const uint64_t *integers, const double *floats, uint64_t *result);
sinter_error_t *wrongStack();
/// Takes the innermost entry off and says what it ended by; null if by itself.
sinter_error_t *leave(sinter_store_t *store, Entry *entry);
/// A host function without code; null if there is no memory.
HostFunction *makeFunction(sinter_store_t *store, const sinter_functype_t *type, bool isToldCaller,
                           void *data, void (*finalize)(void *data));
/// Ends the wasm code that called a host function.
[[noreturn]] void fail(sinter_store_t *store, sinter_error_t *error);

// Interrupt.cpp
inline bool isInterrupted(const sinter_store_t &store) {
  return __atomic_load_n(&store.context.interrupted, __ATOMIC_RELAXED) != 0;
}
/// Sets the store's stack limit, to one that nothing passes if an interrupt is asked for.
inline void setStackLimit(sinter_store_t &store, uint64_t limit) {
  __atomic_store_n(&store.context.stackLimit, limit, __ATOMIC_RELAXED);
  // Whoever interrupts has a barrier run here, between the flag and the limit.
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  if (isInterrupted(store))
    __atomic_store_n(&store.context.stackLimit, UINT64_MAX, __ATOMIC_RELAXED);
}

// Deadline.cpp
void dropDeadline(sinter_store_t *store);

// Exceptions.cpp
extern const SinterExceptionHooks exceptionHooks;
/// Unwinds to the nearest handler in wasm code, or leaves to the innermost entry with an error that
/// carries the exception.
[[noreturn]] void raiseException(sinter_store_t *store, SinterException *exception);
/// The exception that an error carries, which goes with it; null, and the error stays, if it
/// carries none of this store.
SinterException *takeException(sinter_store_t *store, sinter_error_t *error);
/// What an error does about its exception when it is deleted.
void dropException(sinter_error_t *error);
void freeExceptions(sinter_store_t *store);
/// The object for a tag, made at the first request; `identity` null: a new tag. Null if there is no
/// memory.
sinter_tag_t *tagFor(sinter_store_t *store, const void *identity, const SinterInternedType *type);

// Thread.cpp
struct Thread {
  uint64_t stackLow; ///< Lowest usable address; 0 until the first call.
  uint64_t stackHigh;
  sinter_store_t *running; ///< The last one that was entered and not left for one further out.
  uint64_t
      plainLimit; ///< The stack limit of stores with no size of their own; 0 until the first call.
  bool hasSignalStack;
  void *wasi; ///< Whose call of WASI runs.
};
/// What wasm may use of a stack by default, where there is more.
constexpr uint64_t DefaultStack = UINT64_C(64) << 20;

} // namespace sinter::host

// Initial-exec: the signal handler reads it, and must not allocate for that; so does arch/. The C++
// kind of thread-local variable would be reached through a function.
extern "C" __thread sinter::host::Thread sinterThread
    __attribute__((tls_model("initial-exec"), visibility("hidden")));

namespace sinter::host {

/// The calling thread's state. Safe in a signal handler once the thread has called in.
inline Thread &thread() { return sinterThread; }
/// Finds the stack and sets up the signal stack, at a thread's first call.
void prepare(Thread &thread);

// Signals.cpp
/// Installs the handler, once in a process.
sinter_error_t *installHandler();
bool handlerInstalled();
/// Tells the handler what is compiled code. `owner` names the range for removal.
[[nodiscard]] bool addCode(const void *owner, const void *begin, const void *end);
void removeCode(const void *owner);

} // namespace sinter::host

extern "C" {
/// arch/: calls `code` with the registers given; returns its result, or what sinterHostLeave was
/// given.
uint64_t sinterHostEnter(sinter::host::Entry *entry, SinterCode code, void *instance,
                         const uint64_t *integers, const double *floats);
/// Where its code ends.
extern const char sinterHostEnterEnd[] __attribute__((visibility("hidden")));
/// arch/: drops every frame above the entry and returns from its sinterHostEnter.
[[noreturn]] void sinterHostLeave(sinter::host::Entry *entry);
}
