//===-- Abi.h - The contract between generated code and its runtime --------===//
//
// Valid as C11 and C++20, and includes nothing but <stdint.h>, so that the
// compiler, the freestanding runtime, libsinter and the generated headers all
// read the same text. The structs themselves are rows of Layout.def.
//
// The calling convention. Every wasm function that another module, a table, a
// reference or a tail call can reach has one prototype, SinterCode:
//
//   uint64_t code(void *instance, uint64_t i0..i4, double f0..f7)
//
// under the platform's C convention. Parameters go in order: i32, i64 and
// references to the next integer register while there is one, f32 (in the low
// half of the register) and f64 to the next floating one; what finds no
// register goes, in order, to the next slot of the argument area
// (Context.arguments; symbol __sinter_arguments in static form), a v128 always, in two slots.
// The first result comes back as the returned integer (floating values by
// their bits, 32-bit values zero-extended); further results, and a v128, in
// the argument area from slot 0 on. Unused registers hold anything. Nothing
// may touch the area between the last store and the call, nor between the return
// and the first load. Since prototypes are equal, any tail call is a
// musttail on every CPU; functions that are only called directly keep a
// prototype of their own, which is nobody else's business.
//
//===----------------------------------------------------------------------===//
#ifndef SINTER_ABI_ABI_H
#define SINTER_ABI_ABI_H

#include <stdint.h>

#define SINTER_ABI_VERSION 12

/* Slots of the argument area: 1,000 parameters or results of two slots each. */
#define SINTER_ARGUMENT_SLOTS 2048
#define SINTER_INTEGER_REGISTERS 5
#define SINTER_FLOAT_REGISTERS 8

/* Module.flags and Program.flags. */
#define SINTER_FLAG_CHECKED_MEMORY 1u /* explicit bounds checks and stack limit; no signal handler is needed */
#define SINTER_FLAG_SEALED 2u         /* Program only: SINTER_DIR is ignored */
#define SINTER_FLAG_INHERIT_ENV 4u    /* Program only: the whole environment passes */
#define SINTER_FLAG_SECCOMP 8u          /* Program only: system calls that it has no need of are refused */
#define SINTER_FLAG_LANDLOCK 16u        /* Program only: the kernel refuses files outside what is granted, too */
#define SINTER_FLAG_REQUIRE_SANDBOX 32u /* Program only: it does not start where the kernel refuses either */
#define SINTER_FLAG_MEMORY_IN_GS 64u    /* Module only: x86-64, code writes memory 0's base to gs */

/* The section of an executable that says in words what it is and what it was granted. Behind a NUL and at
   an even offset follow the system calls that it may make once it runs, as rows of two 16-bit numbers
   (runtime-support/start/Wall.cpp). */
#define SINTER_ABOUT_SECTION ".sinter.about"

/* In a row a call's number is below this; what is above says which argument the second number is of. */
#define SINTER_SYSCALL_LIMIT 4096u

/* Grant.kind. */
#define SINTER_GRANT_DIRECTORY 0u
#define SINTER_GRANT_READ_ONLY 1u /* a directory, to read only */
#define SINTER_GRANT_LISTEN 2u    /* a socket that listens */

/* Memory.flags. */
#define SINTER_MEMORY_GUARDED 1u /* reach (8 GiB and the largest access) is reserved or kept free of mappings */
#define SINTER_MEMORY_SHARED 2u /* several threads use it; it never moves */
#define SINTER_MEMORY_64 4u
#define SINTER_MEMORY_FIXED 8u /* code was linked for the base, so the memory cannot move */

/* Of FuncType.references and Extern.type: no null; from which bit on stands, where it is not what the value
   type's code says, the abstract type that the reference is of or that its type is below, as its code of the
   binary format less SINTER_REFERENCE_HEAP_BASE in SINTER_REFERENCE_HEAP_BITS bits; and one more than the
   index of the type (Module.types) that the reference is of. */
#define SINTER_REFERENCE_NOT_NULL 0x400u
#define SINTER_REFERENCE_HEAP_SHIFT 11
#define SINTER_REFERENCE_HEAP_BITS 5
#define SINTER_REFERENCE_HEAP_BASE 0x60u
#define SINTER_REFERENCE_TYPE_SHIFT 16

/* What an executable leaves free before memory 0, in bytes: accesses that code forms as an index less
   a constant of at most this much fault there. */
#define SINTER_FRONT_GUARD UINT64_C(65536)
/* What a guarded 32-bit memory's accesses can reach from its base: a 32-bit index plus
   a 32-bit offset plus the widest access; a multiple of 64 KiB. */
#define SINTER_GUARDED_REACH ((UINT64_C(8) << 30) + 65536)
/* The last word of a page in front of each guarded memory of an instance, so many bytes before its base, can be read
   until the store is interrupted. Code compiled with --interruptible reads it (32 bits) where it polls. */
#define SINTER_POLL_OFFSET 8

/* Stack that generated code leaves free below its limit for runtime and host
   calls, in bytes. */
#define SINTER_STACK_RESERVE (64 * 1024)

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SinterContext SinterContext;
typedef struct SinterInstance SinterInstance;
typedef struct SinterMemory SinterMemory;
typedef struct SinterTable SinterTable;
typedef struct SinterFuncRef SinterFuncRef;
typedef struct SinterException SinterException;
typedef struct SinterExceptionHooks SinterExceptionHooks;
typedef struct SinterFuncType SinterFuncType;
typedef struct SinterExtern SinterExtern;
typedef struct SinterOwned SinterOwned;
typedef struct SinterModule SinterModule;
typedef struct SinterClosure SinterClosure;
typedef struct SinterImport SinterImport;
typedef struct SinterStandalone SinterStandalone;
typedef struct SinterProgramMemory SinterProgramMemory;
typedef struct SinterImageRange SinterImageRange;
typedef struct SinterProgramTable SinterProgramTable;
typedef struct SinterGrant SinterGrant;
typedef struct SinterProgram SinterProgram;

/* The one prototype of what can be reached from elsewhere; see the top. */
typedef uint64_t (*SinterCode)(void *instance, uint64_t i0, uint64_t i1,
                               uint64_t i2, uint64_t i3, uint64_t i4,
                               double f0, double f1, double f2, double f3,
                               double f4, double f5, double f6, double f7);
typedef void (*SinterProgramCode)(void);
typedef void (*SinterThreadCode)(uint32_t thread, uint32_t argument);
typedef SinterTable *(*SinterTableFinder)(uint64_t index);

/* Takes over after a trap in instanced form and does not return. `pc` and `frame` are where it
   happened, or null where the caller's own frame tells. */
typedef void (*SinterTrapHandler)(SinterContext *context, uint64_t code);

/* Rows of ExceptionHooks (Layout.def). */
typedef SinterException *(*SinterExceptionMaker)(SinterInstance *instance, const void *tag,
                                                 uint64_t slots);
typedef void (*SinterExceptionUser)(SinterInstance *instance, SinterException *exception);

/* What a call by Standalone.enter gives: the result that comes back in a register, and 0 or why there is none. */
typedef struct SinterResult {
  uint64_t value;
  uint64_t code; /* the lower half, signed */
} SinterResult;

/* Rows of Standalone (Layout.def). */
typedef int32_t (*SinterCreate)(const SinterModule *module, const SinterImport *imports, void *data,
                                uint64_t stackSize, SinterInstance **instance);
typedef void (*SinterDestroy)(SinterInstance *instance);
typedef int32_t (*SinterReset)(SinterInstance *instance);
typedef void (*SinterEnter)(void); /* cast to what Layout.def says it is */
typedef void (*SinterRaise)(SinterInstance *instance, int32_t code);
typedef int32_t (*SinterMemoryNew)(uint64_t minimumPages, uint64_t maximumPages, uint64_t pageSize,
                                   uint64_t flags, SinterMemory **memory);
typedef void (*SinterMemoryDelete)(SinterMemory *memory);

/* One function's place and name, for backtraces: both fields are distances
   from the field itself. Rows stand in section sinter_functions, sorted by address by the
   linker, between __start_sinter_functions and __stop_sinter_functions. The
   name is NUL-terminated, as the name section or an export gives it, or
   "func[N]". */
typedef struct SinterFunctionName {
  int32_t code;
  int32_t name;
} SinterFunctionName;

enum {
#define TRAP(NAME, CODE, TEXT) SINTER_TRAP_##NAME = CODE,
#include "sinter/abi/Traps.def"
};

enum {
#define STANDALONE_ERROR(NAME, CODE, TEXT) SINTER_STANDALONE_##NAME = CODE,
#include "sinter/abi/Standalone.def"
};

/* The structs, as Layout.def lists them. */
#define STRUCT(NAME) struct Sinter##NAME {
#define FIELD(STRUCT, NAME, TYPE)                                              \
  union {                                                                      \
    TYPE NAME;                                                                 \
    uint64_t NAME##Slot;                                                       \
  };
#define END(NAME)                                                              \
  }                                                                            \
  ;
#include "sinter/abi/Layout.def"

/* Slot numbers: SINTER_SLOT_Memory_length and the like; SINTER_SLOTS_Memory is the struct's size in slots. */
#define STRUCT(NAME) enum {
#define FIELD(STRUCT, NAME, TYPE) SINTER_SLOT_##STRUCT##_##NAME,
#define END(NAME)                                                              \
  SINTER_SLOTS_##NAME                                                          \
  }                                                                            \
  ;
#include "sinter/abi/Layout.def"

#ifdef __cplusplus
}
#define SINTER_ABI_CHECK(CONDITION, TEXT) static_assert(CONDITION, TEXT)
#else
#define SINTER_ABI_CHECK(CONDITION, TEXT) _Static_assert(CONDITION, TEXT)
#endif
#define STRUCT(NAME)                                                           \
  SINTER_ABI_CHECK(sizeof(struct Sinter##NAME) == 8 * SINTER_SLOTS_##NAME,     \
                   "each field of " #NAME " is one slot");
#define FIELD(STRUCT, NAME, TYPE)
#define END(NAME)
#include "sinter/abi/Layout.def"

#endif // SINTER_ABI_ABI_H
