//===-- sinter.h - Embedding what Sinter compiled: the C API of libsinter ---===//
//
// A host opens a shared object that `sinter -shared app.wasm -o app.so` made,
// makes instances of it in a store, links them to functions, memories, tables
// and globals of its own or of other instances, and calls their exports. A trap
// never takes the host down: it comes back as an error with a code and a text.
//
// Units. Memory and table sizes are in pages and elements; what is in bytes
// says so. Names are UTF-8 with a size, and need no NUL.
//
// Ownership. What a function whose name ends in _new returns is deleted with
// the _delete of the same type, if there is one. Everything made in a store
// (instances, functions, memories, tables, globals) belongs to the store and
// lives until the store is deleted, since tables and references may lead to
// it (but see sinter_instance_delete); also an instance whose initialisation trapped. A store keeps
// its modules open. An error belongs to whoever received it.
//
// Threads. Modules may be used from any thread at any time. A store, and all
// that is in it, is used by one thread at a time; different stores are
// independent and share no lock on the path of a call. A call comes from the
// thread's own stack, or, where the store has a stack size, from any other (a
// fiber's) with that much room and 64 KiB for host functions.
//
// Errors. A function that can fail returns null on success, else an error that
// the caller deletes; its results are then untouched.
//
// Signals. The first module that relies on guard pages installs a handler for
// SIGSEGV and SIGBUS, once in a process. It looks at the interrupted
// instruction first: a fault outside of compiled code goes to the handler that
// was there before. Each thread gets an alternate signal stack at its first
// call, unless it has one. Modules compiled with --memory=checked need, and
// install, nothing of this.
//
//===----------------------------------------------------------------------===//
#ifndef SINTER_SINTER_H
#define SINTER_SINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SINTER_API __attribute__((visibility("default")))
#define SINTER_NORETURN __attribute__((noreturn))
#else
#define SINTER_API
#define SINTER_NORETURN
#endif
/* For functions that wasm code calls and that leave it instead of returning: ThreadSanitizer would
   count their beginnings without their ends, until its stack of them is full. */
#if defined(__clang__)
#define SINTER_LEAVES __attribute__((disable_sanitizer_instrumentation))
#elif defined(__GNUC__)
#define SINTER_LEAVES __attribute__((no_sanitize("address", "thread", "undefined")))
#else
#define SINTER_LEAVES
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sinter_error_t sinter_error_t;
typedef struct sinter_config_t sinter_config_t;
typedef struct sinter_module_t sinter_module_t;
typedef struct sinter_store_t sinter_store_t;
typedef struct sinter_instance_t sinter_instance_t;
typedef struct sinter_linker_t sinter_linker_t;
typedef struct sinter_func_t sinter_func_t;
typedef struct sinter_table_t sinter_table_t;
typedef struct sinter_memory_t sinter_memory_t;
typedef struct sinter_global_t sinter_global_t;
typedef struct sinter_tag_t sinter_tag_t;
typedef struct sinter_exn_t sinter_exn_t;
typedef struct sinter_wasi_config_t sinter_wasi_config_t;

/*===-- Errors --------------------------------------------------------------===*/

typedef enum sinter_error_kind_t {
  SINTER_ERROR_USE,       /* the API was used wrongly: types, counts, another store's object */
  SINTER_ERROR_LOAD,      /* the file is no module of ours, or of another ABI version */
  SINTER_ERROR_LINK,      /* an import is missing or has another type */
  SINTER_ERROR_RESOURCE,  /* the system refused memory or addresses, or a limit was reached */
  SINTER_ERROR_TRAP,      /* wasm code trapped; sinter_error_code is its SINTER_TRAP_* */
  SINTER_ERROR_HOST,      /* a host function failed with an error of its own */
  SINTER_ERROR_EXCEPTION, /* wasm code threw what no wasm code caught; sinter_error_exn is the
                             exception */
  SINTER_ERROR_EXIT       /* wasm code ended by WASI's proc_exit; sinter_error_code is its status */
} sinter_error_kind_t;

/* Makes an error, for a host function to return. `code` is the host's own. */
SINTER_API sinter_error_t *sinter_error_new(sinter_error_kind_t kind, int32_t code,
                                            const char *message);
SINTER_API void sinter_error_delete(sinter_error_t *error);
SINTER_API sinter_error_kind_t sinter_error_kind(const sinter_error_t *error);
/* A trap's code (abi/Traps.def), an exit's status, or the host's own; otherwise 0. */
SINTER_API int32_t sinter_error_code(const sinter_error_t *error);
/* One sentence without a newline. A trap's starts with its text in abi/Traps.def. Lives as long as
 * the error. */
SINTER_API const char *sinter_error_message(const sinter_error_t *error);

/* The wasm functions that ran when wasm code ended by this error (a trap, an exception, a host
   function's error), innermost first, back to the call from the host: those of 64 calls at most,
   inlined ones too (an access that the optimiser moved out of one counts as its caller's). A name
   is that of the module's name section, or an export's, or "func[N]"; it lives as long as the
   error. Null for an index that is too large. */
SINTER_API size_t sinter_error_frame_count(const sinter_error_t *error);
SINTER_API const char *sinter_error_frame(const sinter_error_t *error, size_t index);
SINTER_API bool sinter_error_has_more_frames(const sinter_error_t *error);
/* The instance that the function ran in, if the store had only one of its module; else null, as for
   one whose start function fails. It may be gone by now (sinter_instance_delete, or with its
   store). */
SINTER_API sinter_instance_t *sinter_error_frame_instance(const sinter_error_t *error,
                                                          size_t index);

/*===-- Types and values ----------------------------------------------------===*/

/* The binary format's codes. */
typedef uint8_t sinter_valkind_t;
#define SINTER_I32 0x7f
#define SINTER_I64 0x7e
#define SINTER_F32 0x7d
#define SINTER_F64 0x7c
#define SINTER_V128 0x7b
/* Narrower reference types (functions of one type, no null) have these kinds as well; what a host
   passes is checked against the whole type. */
#define SINTER_FUNCREF 0x70
#define SINTER_EXTERNREF 0x6f
#define SINTER_EXNREF 0x69
#define SINTER_ANYREF 0x6e /* null is all there is of it so far */

/* A value with its type. A null reference is a null pointer, for funcref and externref alike;
   what an externref that is not null points to is the host's business. */
typedef struct sinter_val_t {
  sinter_valkind_t kind;
  union {
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    uint32_t bits32; /* an f32 or i32 by its bits */
    uint64_t bits64;
    uint8_t v128[16];
    sinter_func_t *funcref;
    void *externref;
    sinter_exn_t *exnref; /* lives as long as the store */
  } of;
} sinter_val_t;

/* A function type. As a result it points into the object that was asked. */
typedef struct sinter_functype_t {
  const sinter_valkind_t *parameters;
  size_t parameter_count;
  const sinter_valkind_t *results;
  size_t result_count;
} sinter_functype_t;

#define SINTER_NO_MAXIMUM UINT64_MAX

typedef struct sinter_limits_t {
  uint64_t minimum;
  uint64_t maximum; /* or SINTER_NO_MAXIMUM */
  bool is_64;       /* addressed by i64 (memory64) rather than i32 */
  bool is_shared;   /* of a memory: accessible to several threads; needs a maximum */
} sinter_limits_t;

typedef enum sinter_extern_kind_t {
  SINTER_EXTERN_FUNC = 0,
  SINTER_EXTERN_TABLE = 1,
  SINTER_EXTERN_MEMORY = 2,
  SINTER_EXTERN_GLOBAL = 3,
  SINTER_EXTERN_TAG = 4,
  SINTER_EXTERN_NONE = 255 /* as an import: nothing of that name is there */
} sinter_extern_kind_t;

/* What is imported and exported. */
typedef struct sinter_extern_t {
  sinter_extern_kind_t kind;
  union {
    sinter_func_t *func;
    sinter_table_t *table;
    sinter_memory_t *memory;
    sinter_global_t *global;
    sinter_tag_t *tag;
  } of;
} sinter_extern_t;

/* An import or export as a module declares it. */
typedef struct sinter_externtype_t {
  const char *module_name; /* of an import; else empty */
  size_t module_name_size;
  const char *name;
  size_t name_size;
  sinter_extern_kind_t kind;
  sinter_functype_t func; /* of a function; of a tag: what its exceptions carry, as parameters */
  sinter_valkind_t value; /* of a table (its elements) or a global */
  bool is_mutable;        /* of a global */
  sinter_limits_t limits; /* of a table (elements) or a memory (pages) */
} sinter_externtype_t;

/*===-- Configuration -------------------------------------------------------===*/

/* What a store is told when it is made. Defaults as given below; the limits can be changed later,
   for a store or one instance. */
SINTER_API sinter_config_t *sinter_config_new(void);
SINTER_API void sinter_config_delete(sinter_config_t *config);
/* Bytes of the calling thread's stack that wasm code may use; 0, the default: all there is, less a
 * reserve for host functions. */
SINTER_API void sinter_config_set_stack_size(sinter_config_t *config, size_t bytes);
/* Largest size that any one memory may grow to, in bytes. Default: what its type says. */
SINTER_API void sinter_config_set_memory_limit(sinter_config_t *config, uint64_t bytes);
/* Largest number of elements that any one table may grow to. Default 10,000,000. */
SINTER_API void sinter_config_set_table_limit(sinter_config_t *config, uint64_t elements);
/* Whether memories that the host makes with sinter_memory_new get guard pages (8 GiB of
   addresses), so that every module can import them. Default true; false is for hosts whose modules
   are all compiled with --memory=checked. */
SINTER_API void sinter_config_set_guarded_memories(sinter_config_t *config, bool guarded);
/* Whether errors say which functions ran (sinter_error_frame). Default true; false saves a few
   microseconds for each error. */
SINTER_API void sinter_config_set_backtraces(sinter_config_t *config, bool enabled);

/*===-- Modules -------------------------------------------------------------===*/

/* Opens a shared object made by `sinter -shared`. The file may be replaced while the module is open
   (by a rename, as sinter -o does; not written into, for its code is mapped): modules that are
   opened afterwards are the new one, and those that were stay the old one. */
SINTER_API sinter_error_t *sinter_module_open(const char *path, sinter_module_t **module);
/* The same from the bytes of such a file, which are native code and run as such: take them from
   nobody who may not run code here. They can be freed afterwards. */
SINTER_API sinter_error_t *sinter_module_from_bytes(const void *bytes, size_t size,
                                                    sinter_module_t **module);
/* A module that is linked into the host: its symbol sinter_module (a SinterModule of abi/Abi.h). */
SINTER_API sinter_error_t *sinter_module_from_descriptor(const void *descriptor,
                                                         sinter_module_t **module);
/* Lets go of the module; it is closed when the last store with an instance of it is deleted. */
SINTER_API void sinter_module_delete(sinter_module_t *module);
SINTER_API size_t sinter_module_import_count(const sinter_module_t *module);
SINTER_API size_t sinter_module_export_count(const sinter_module_t *module);
/* `index` below the count. What `type` points to lives as long as the module. */
SINTER_API void sinter_module_import(const sinter_module_t *module, size_t index,
                                     sinter_externtype_t *type);
SINTER_API void sinter_module_export(const sinter_module_t *module, size_t index,
                                     sinter_externtype_t *type);

/*===-- Stores and instances ------------------------------------------------===*/

/* `config` may be null, and may be deleted afterwards. Null if there is no memory. */
SINTER_API sinter_store_t *sinter_store_new(const sinter_config_t *config);
/* Ends everything in the store; not while a call into it is running. */
SINTER_API void sinter_store_delete(sinter_store_t *store);

/* The limits of a store that is there already. The stack size holds for calls that begin
   afterwards; an error while one runs. The others hold for what is made afterwards: memories,
   tables, and the instances that own some. */
SINTER_API sinter_error_t *sinter_store_set_stack_size(sinter_store_t *store, size_t bytes);
SINTER_API void sinter_store_set_memory_limit(sinter_store_t *store, uint64_t bytes);
SINTER_API void sinter_store_set_table_limit(sinter_store_t *store, uint64_t elements);

/* Ends the call that runs in the store, or else the next one, with the trap "interrupted". Any
   thread may ask for it, while the store lives; the call notices at its next call of a function
   and, in modules compiled with --interruptible, at the next turn of a loop. Nothing interrupts
   host functions, one bulk instruction, or a wait. A call by a host function ends first, then the
   call that it was called by. */
SINTER_API void sinter_store_interrupt(sinter_store_t *store);
/* Takes back what no call has noticed; not while a call runs. */
SINTER_API void sinter_store_clear_interrupt(sinter_store_t *store);

/* Interrupts the store, as above, when so many microseconds have passed, unless that is taken back
   or another deadline set before. The library keeps a thread for that, from the first time on. Not
   across fork. */
SINTER_API sinter_error_t *sinter_store_set_deadline(sinter_store_t *store, uint64_t microseconds);
/* Takes back a deadline, and the interrupt that it may have become unnoticed; not while a call
 * runs. */
SINTER_API void sinter_store_clear_deadline(sinter_store_t *store);

/* Fuel, for modules compiled with --fuel. Every instruction that runs costs 1, a loop 1 for each
   turn, but block, else, end, br and return nothing. A straight piece of code, up to the next label
   or branch, is paid as a whole where it begins, calls in it included. Where less than nothing is
   left behind that, at a loop's turn or at the beginning of a function that has a loop or calls
   something, the call ends with the trap "all fuel consumed", and nothing is left. What a call
   costs is the same on every CPU and with every other option; a bulk instruction costs 1 whatever
   its length. A new store has INT64_MAX, the most there can be. Host functions may look and add,
   too. After another trap
   some of what ran since the last call, or turn of a loop, may not be paid. */
SINTER_API void sinter_store_set_fuel(sinter_store_t *store, uint64_t amount);
SINTER_API uint64_t sinter_store_fuel(const sinter_store_t *store);
SINTER_API void sinter_store_add_fuel(sinter_store_t *store, uint64_t amount);

/* Makes an instance: `imports` in the order of the module's imports. Runs the start function. On
   failure nothing of the instance is reachable but through tables that it wrote to before it
   trapped. */
SINTER_API sinter_error_t *sinter_instance_new(sinter_store_t *store, sinter_module_t *module,
                                               const sinter_extern_t *imports, size_t import_count,
                                               sinter_instance_t **instance);
/* Makes the instance what it was when it was new, in much less time than a new one takes: its own
   memories, tables and globals are set back and its start function runs. What it imports stays as
   it is, as do objects that the host has for its exports. Not from within a call. After an error (a
   start function that traps, say) it can be reset again. */
SINTER_API sinter_error_t *sinter_instance_reset(sinter_instance_t *instance);
/* How far each memory, or table, of the instance's own may grow from now on, in bytes and in
   elements, within what its type says; imported ones keep the limits of their owner. What is larger
   already stays, and a reset keeps the limit. At any time, also by a host function that the
   instance calls. */
SINTER_API sinter_error_t *sinter_instance_set_memory_limit(sinter_instance_t *instance,
                                                            uint64_t bytes);
SINTER_API sinter_error_t *sinter_instance_set_table_limit(sinter_instance_t *instance,
                                                           uint64_t elements);
/* Ends one instance and keeps the store; its memory and addresses serve the module's next
   instances. What the host has of its exports ends with it, and the host must have left no
   reference to its functions anywhere. An error, and nothing changes, from within a call, if
   another instance imports something of it, or if it may have handed references to its functions to
   others (by imported tables and globals, or by values that functions and exceptions at its
   interface carry): then it ends with the store. Null is fine. */
SINTER_API sinter_error_t *sinter_instance_delete(sinter_instance_t *instance);
/* The export of that name; false if there is none. */
SINTER_API bool sinter_instance_export(sinter_instance_t *instance, const char *name,
                                       size_t name_size, sinter_extern_t *item);
/* The index-th export in the module's order; `index` below the count. */
SINTER_API sinter_extern_t sinter_instance_export_at(sinter_instance_t *instance, size_t index);
SINTER_API const sinter_module_t *sinter_instance_module(const sinter_instance_t *instance);

/* A pointer of the host's, for callbacks that are given the instance. Null in a new one; a reset
 * leaves it. */
SINTER_API void sinter_instance_set_data(sinter_instance_t *instance, void *data);
SINTER_API void *sinter_instance_data(const sinter_instance_t *instance);

/*===-- WASI ----------------------------------------------------------------===*/

/* What instances are given that import wasi_snapshot_preview1 or wasi_unstable: to begin with
   nothing but the real clocks and random bytes, an input that is at its end and outputs that go
   nowhere. Each instance has descriptors of its own, which end with it, or when it is reset.
   proc_exit ends the call by which the host had entered, with an error of kind SINTER_ERROR_EXIT;
   proc_raise is refused. Calls work on the memory that is exported as "memory", else on the
   module's first. What a call waits for ends within 5 ms when the store is interrupted, but for a
   write that is larger than what a pipe or socket has room for.

   A configuration serves any number of instances, of any threads' stores, and may be deleted while
   they live. It cannot be changed any more when one has it. Null if there is no memory. */
SINTER_API sinter_wasi_config_t *sinter_wasi_config_new(void);
SINTER_API void sinter_wasi_config_delete(sinter_wasi_config_t *config);
/* The next of the program's arguments, of which the first is its name. */
SINTER_API sinter_error_t *sinter_wasi_config_add_argument(sinter_wasi_config_t *config,
                                                           const char *argument);
SINTER_API sinter_error_t *sinter_wasi_config_add_variable(sinter_wasi_config_t *config,
                                                           const char *name, const char *value);
/* Grants a directory, which is opened now, under the guest's name for it. No path leads out of it.
 */
SINTER_API sinter_error_t *sinter_wasi_config_add_directory(sinter_wasi_config_t *config,
                                                            const char *path,
                                                            const char *guest_path, bool read_only);
/* A socket, connected or listening, that follows the directories. It stays the host's, and open for
   as long as an instance may use it. */
SINTER_API sinter_error_t *sinter_wasi_config_add_socket(sinter_wasi_config_t *config, int fd);
/* What stream 0 (input), 1 (output) or 2 (error output) is: a descriptor, which stays the host's
 * ... */
SINTER_API sinter_error_t *sinter_wasi_config_set_file(sinter_wasi_config_t *config, int stream,
                                                       int fd);
/* ... or the host's code, which returns how many bytes it moved (from an input 0 at its end), or -1
   for an error of input and output. It is to the guest what a pipe would be. It may interrupt the
   store, but not call into it. */
typedef int64_t (*sinter_wasi_read_t)(void *data, sinter_instance_t *instance, void *bytes,
                                      size_t size);
typedef int64_t (*sinter_wasi_write_t)(void *data, sinter_instance_t *instance, const void *bytes,
                                       size_t size);
SINTER_API sinter_error_t *sinter_wasi_config_set_input(sinter_wasi_config_t *config,
                                                        sinter_wasi_read_t read, void *data);
SINTER_API sinter_error_t *sinter_wasi_config_set_output(sinter_wasi_config_t *config, int stream,
                                                         sinter_wasi_write_t write, void *data);
/* Clocks of the host's own: the time of clock 0 (since 1970), 1 (monotonic), 2 or 3 (CPU time of
   process and thread) in nanoseconds; false if there is no such clock. Sleeping takes real time. */
typedef bool (*sinter_wasi_clock_t)(void *data, sinter_instance_t *instance, uint32_t clock,
                                    uint64_t *nanoseconds);
SINTER_API sinter_error_t *sinter_wasi_config_set_clock(sinter_wasi_config_t *config,
                                                        sinter_wasi_clock_t clock, void *data);
/* Random bytes of the host's own; false for an error. */
typedef bool (*sinter_wasi_random_t)(void *data, sinter_instance_t *instance, void *bytes,
                                     size_t size);
SINTER_API sinter_error_t *sinter_wasi_config_set_random(sinter_wasi_config_t *config,
                                                         sinter_wasi_random_t random, void *data);
/* How many descriptors an instance may have open, what it is given included; 1,024 by default. */
SINTER_API sinter_error_t *sinter_wasi_config_set_descriptor_limit(sinter_wasi_config_t *config,
                                                                   uint32_t count);

/* sinter_instance_new, with WASI's functions for the imports that are SINTER_EXTERN_NONE; for all
   if `imports` is null. */
SINTER_API sinter_error_t *
sinter_instance_new_with_wasi(sinter_store_t *store, sinter_module_t *module,
                              const sinter_extern_t *imports, size_t import_count,
                              sinter_wasi_config_t *config, sinter_instance_t **instance);
/* Calls `_start` if it is exported (a command), else `_initialize` if that is (a reactor, before
   any other call of it). `status` is that of an exit, 0 if there was none. */
SINTER_API sinter_error_t *sinter_instance_start(sinter_instance_t *instance, int32_t *status);

/*===-- Linking by name -----------------------------------------------------===*/

/* Finds imports by their two names in what was defined before. */
SINTER_API sinter_linker_t *sinter_linker_new(sinter_store_t *store);
SINTER_API void sinter_linker_delete(sinter_linker_t *linker);
/* A later definition of the same names replaces an earlier one. False if there is no memory. */
SINTER_API bool sinter_linker_define(sinter_linker_t *linker, const char *module_name,
                                     size_t module_name_size, const char *name, size_t name_size,
                                     sinter_extern_t item);
/* Defines every export of the instance under the module name given. */
SINTER_API bool sinter_linker_define_instance(sinter_linker_t *linker, const char *module_name,
                                              size_t module_name_size, sinter_instance_t *instance);
/* WASI for what nothing was defined for; null takes it back. */
SINTER_API void sinter_linker_define_wasi(sinter_linker_t *linker, sinter_wasi_config_t *config);
SINTER_API sinter_error_t *sinter_linker_instantiate(sinter_linker_t *linker,
                                                     sinter_module_t *module,
                                                     sinter_instance_t **instance);

/*===-- Functions -----------------------------------------------------------===*/

/* A host function's body. `arguments` and `results` have the counts of its type; the kinds of
   `results` are filled in already and stay. Returning an error ends the wasm code that called, as a
   trap does: the call by which the host had entered it returns that same error. But an error that
   carries an exception (sinter_error_exn) is thrown again in the wasm code that called. The
   function may call into the store again. */
typedef sinter_error_t *(*sinter_callback_t)(void *data, sinter_store_t *store,
                                             const sinter_val_t *arguments, sinter_val_t *results);

/* `finalize`, if not null, is called with `data` when the store is deleted. Null if there is no
 * memory. */
SINTER_API sinter_func_t *sinter_func_new(sinter_store_t *store, const sinter_functype_t *type,
                                          sinter_callback_t callback, void *data,
                                          void (*finalize)(void *data));
/* The same with the instance that calls: the one by whose import the function is reached, also
   where it came by a reference that this instance gave away, or by its export. Null for all others:
   the host, and who has the reference from the host. An instance takes 48 bytes more for each such
   import. */
typedef sinter_error_t *(*sinter_caller_callback_t)(void *data, sinter_store_t *store,
                                                    sinter_instance_t *caller,
                                                    const sinter_val_t *arguments,
                                                    sinter_val_t *results);
SINTER_API sinter_func_t *sinter_func_new_with_caller(sinter_store_t *store,
                                                      const sinter_functype_t *type,
                                                      sinter_caller_callback_t callback, void *data,
                                                      void (*finalize)(void *data));
SINTER_API sinter_functype_t sinter_func_type(const sinter_func_t *func);
/* Whether both lead to the same function; an instance has a pointer of its own to what it imports.
   The hash is that of the function. */
SINTER_API bool sinter_func_same(const sinter_func_t *a, const sinter_func_t *b);
SINTER_API uint64_t sinter_func_hash(const sinter_func_t *func);
/* The instance whose code it is; null for a function of the host. */
SINTER_API sinter_instance_t *sinter_func_instance(const sinter_func_t *func);
/* Calls the function. Kinds and counts must be those of its type; kinds of `results` need not be
 * set. */
SINTER_API sinter_error_t *sinter_func_call(sinter_store_t *store, sinter_func_t *func,
                                            const sinter_val_t *arguments, size_t argument_count,
                                            sinter_val_t *results, size_t result_count);

/*===-- Typed calls ---------------------------------------------------------===*/

/* Calls both ways without values in between, for functions of at most 5 parameters that are no
   floating-point numbers and 8 that are, of one result or none, and of numbers and plain externrefs
   only. Results are bits: an f32 or i32 in the low half, floating-point numbers as they are in
   memory. */

/* A function that is called often, made ready for it. Lives as long as the function; copy it as you
 * like. */
typedef struct sinter_call_t {
  sinter_store_t *store;
  void (*code)(void);
  void *instance;
} sinter_call_t;

typedef struct sinter_result_t {
  uint64_t value;
  sinter_error_t *error; /* null on success */
} sinter_result_t;

/* An error if the function is not of that type, or is not called this way. */
SINTER_API sinter_error_t *sinter_call_prepare(sinter_store_t *store, sinter_func_t *func,
                                               const sinter_functype_t *type, sinter_call_t *call);
/* Calls. To be called through a pointer to a function of (const sinter_call_t *, the parameters' C
   types): SINTER_CALL(&call, (const sinter_call_t *, int32_t, double), 1, 2.0). */
SINTER_API sinter_result_t sinter_call_enter(const sinter_call_t *call);
#define SINTER_CALL(call, prototype, ...)                                                          \
  (((sinter_result_t(*) prototype)(void (*)(void))sinter_call_enter)(call, ##__VA_ARGS__))

/* What code of the host's own is called with first. */
typedef struct sinter_closure_t {
  const void *reserved[2];
  sinter_store_t *store;
  void *data;
  sinter_instance_t *caller; /* null but for functions that are told, see below */
} sinter_closure_t;

/* A host function that wasm code calls directly. `code` is really of type uint64_t (const
   sinter_closure_t *, the parameters' C types), but with int64_t for an i32, which is its lower
   half and nothing known above, and double for an f32, whose bits are the lower half of that
   (sinter_f32); it returns its result's bits. An error if there is no memory or the type is not for
   this. */
SINTER_API sinter_error_t *sinter_func_new_direct(sinter_store_t *store,
                                                  const sinter_functype_t *type, void (*code)(void),
                                                  void *data, void (*finalize)(void *data),
                                                  sinter_func_t **func);
/* The same, told its caller (closure->caller) as by sinter_func_new_with_caller. */
SINTER_API sinter_error_t *sinter_func_new_direct_with_caller(sinter_store_t *store,
                                                              const sinter_functype_t *type,
                                                              void (*code)(void), void *data,
                                                              void (*finalize)(void *data),
                                                              sinter_func_t **func);
/* Ends the wasm code that called, as an error that a callback returns does. Does not return to
   `code`, which must hold nothing that would have to be freed. (ThreadSanitizer misses the ends of
   instrumented functions that are left so.) */
SINTER_API SINTER_NORETURN void sinter_closure_fail(const sinter_closure_t *closure,
                                                    sinter_error_t *error);

static inline float sinter_f32(double bits) {
  union {
    double whole;
    float low;
  } value;
  value.whole = bits;
  return value.low;
}

/*===-- Memories ------------------------------------------------------------===*/

/* A shared memory may be imported by instances of other stores, too, and so be used by several
 * threads, each with a store of its own; the store that it was made in must outlive those. It never
 * moves. */
SINTER_API sinter_error_t *sinter_memory_new(sinter_store_t *store, sinter_limits_t pages,
                                             sinter_memory_t **memory);
/* The first byte. May change whenever wasm code or the host grows the memory. */
SINTER_API uint8_t *sinter_memory_data(const sinter_memory_t *memory);
SINTER_API uint64_t sinter_memory_size_bytes(const sinter_memory_t *memory);
SINTER_API uint64_t sinter_memory_size(const sinter_memory_t *memory);
/* The declared maximum in pages, or SINTER_NO_MAXIMUM. */
SINTER_API uint64_t sinter_memory_maximum(const sinter_memory_t *memory);
/* Grows by `pages`; the old size in pages comes back in `old_size` if that is not null. */
SINTER_API sinter_error_t *sinter_memory_grow(sinter_memory_t *memory, uint64_t pages,
                                              uint64_t *old_size);

/*===-- Tables --------------------------------------------------------------===*/

/* `element` is SINTER_FUNCREF or SINTER_EXTERNREF; `initial` may be null for a null reference. */
SINTER_API sinter_error_t *sinter_table_new(sinter_store_t *store, sinter_valkind_t element,
                                            sinter_limits_t limits, const sinter_val_t *initial,
                                            sinter_table_t **table);
SINTER_API sinter_valkind_t sinter_table_element(const sinter_table_t *table);
SINTER_API uint64_t sinter_table_size(const sinter_table_t *table);
SINTER_API uint64_t sinter_table_maximum(const sinter_table_t *table);
SINTER_API sinter_error_t *sinter_table_get(const sinter_table_t *table, uint64_t index,
                                            sinter_val_t *value);
SINTER_API sinter_error_t *sinter_table_set(sinter_table_t *table, uint64_t index,
                                            const sinter_val_t *value);
SINTER_API sinter_error_t *sinter_table_grow(sinter_table_t *table, uint64_t elements,
                                             const sinter_val_t *initial, uint64_t *old_size);

/*===-- Globals -------------------------------------------------------------===*/

SINTER_API sinter_error_t *sinter_global_new(sinter_store_t *store, bool is_mutable,
                                             const sinter_val_t *value, sinter_global_t **global);
SINTER_API sinter_valkind_t sinter_global_kind(const sinter_global_t *global);
SINTER_API bool sinter_global_is_mutable(const sinter_global_t *global);
SINTER_API void sinter_global_get(const sinter_global_t *global, sinter_val_t *value);
SINTER_API sinter_error_t *sinter_global_set(sinter_global_t *global, const sinter_val_t *value);

/*===-- Tags and exceptions -------------------------------------------------===*/

/* Core 4.2.10, 4.2.15. A call whose wasm code throws what nothing in it catches returns an error of
   kind SINTER_ERROR_EXCEPTION. A host function throws by returning such an error: the one that a
   call of its own returned, or one that sinter_error_from_exn makes. An exception lives as long as
   the error that carries it, or, if wasm code or the host ever had a reference to it, as the store.
 */

/* A tag whose exceptions carry the type's parameters. Null if there is no memory or the type has
 * results. */
SINTER_API sinter_tag_t *sinter_tag_new(sinter_store_t *store, const sinter_functype_t *type);
SINTER_API sinter_functype_t sinter_tag_type(const sinter_tag_t *tag);
SINTER_API sinter_error_t *sinter_exn_new(sinter_store_t *store, sinter_tag_t *tag,
                                          const sinter_val_t *values, size_t count,
                                          sinter_exn_t **exn);
/* An error that carries the exception, for a host function to return. */
SINTER_API sinter_error_t *sinter_error_from_exn(sinter_store_t *store, sinter_exn_t *exn);
/* The exception that an error carries, or null. */
SINTER_API sinter_exn_t *sinter_error_exn(const sinter_error_t *error);
SINTER_API bool sinter_exn_is(const sinter_exn_t *exn, const sinter_tag_t *tag);
/* The values of an exception of that tag; `count` is that of the tag's type. */
SINTER_API sinter_error_t *sinter_exn_values(const sinter_exn_t *exn, const sinter_tag_t *tag,
                                             sinter_val_t *values, size_t count);

#ifdef __cplusplus
}
#endif

#endif /* SINTER_SINTER_H */
