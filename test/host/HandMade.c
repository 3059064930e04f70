/*===-- HandMade.c - Modules as the compiler would make them, written in C --===
//
// So that libsinter is tested without the compiler: the descriptors, slots and
// prototypes here follow abi/Abi.h to the letter.
//
//===------------------------------------------------------------------------===*/
#include "HandMade.h"

#include <string.h>

#define CODE __attribute__((section("handmade_code"), noinline))
extern const char __start_handmade_code[], __stop_handmade_code[];

#define PARAMETERS                                                                                 \
  void *instance, uint64_t i0, uint64_t i1, uint64_t i2, uint64_t i3, uint64_t i4, double f0,      \
      double f1, double f2, double f3, double f4, double f5, double f6, double f7
#define REST i1, i2, i3, i4, f0, f1, f2, f3, f4, f5, f6, f7

enum {
  SlotStep = SINTER_SLOTS_Instance,
  SlotAdd = SlotStep + 3,
  SlotLoad = SlotAdd + 3,
  SlotTrap = SlotLoad + 3,
  SlotRecurse = SlotTrap + 3,
  SlotCallStep = SlotRecurse + 3,
  SlotMany = SlotCallStep + 3,
  SlotBigFrame = SlotMany + 3,
  SlotTakes = SlotBigFrame + 3,
  SlotTakesNull = SlotTakes + 3,
  SlotCounter = SlotTakesNull + 3,
  SlotMemory = SlotCounter + 1,
  SlotTable = SlotMemory + SINTER_SLOTS_Memory,
  SlotImportedTable = SlotTable + SINTER_SLOTS_Table,
  SlotCount
};

static uint64_t *slots(void *instance) { return (uint64_t *)instance; }
static SinterContext *context(void *instance) { return ((SinterInstance *)instance)->context; }

CODE static uint64_t add(PARAMETERS) { return (uint32_t)(i0 + i1); }

CODE static uint64_t load(PARAMETERS) {
  SinterMemory *memory = (SinterMemory *)(slots(instance) + SlotMemory);
  uint32_t value = *(volatile uint32_t *)(memory->base + (uint32_t)i0);
  return value;
}

CODE static uint64_t loadShared(PARAMETERS) {
  SinterMemory *memory = (SinterMemory *)slots(instance)[SlotImportedTable];
  uint32_t value = *(volatile uint32_t *)(memory->base + (uint32_t)i0);
  return value;
}

CODE static uint64_t trap(PARAMETERS) {
  context(instance)->trap(context(instance), i0);
  __builtin_unreachable();
}

CODE static uint64_t recurse(PARAMETERS) {
  if ((uint64_t)__builtin_frame_address(0) < context(instance)->stackLimit)
    context(instance)->trap(context(instance), SINTER_TRAP_StackExhausted);
  uint64_t below = recurse(instance, i0, REST);
  __asm__ volatile("" : "+r"(below)); /* Else it becomes a loop. */
  return 1 + below;
}

CODE static uint64_t bigFrame(PARAMETERS) {
  /* What a frame much larger than the reserve does when it probes its pages. */
  volatile char *page = (volatile char *)__builtin_frame_address(0);
  for (;;) {
    page -= 4096;
    *page = 0;
  }
}

CODE static uint64_t callStep(PARAMETERS) {
  SinterFuncRef *step = (SinterFuncRef *)(slots(instance) + SlotStep);
  return (uint32_t)(1 + step->code(step->instance, i0, REST));
}

CODE static uint64_t takes(PARAMETERS) {
  SinterFuncRef *function = (SinterFuncRef *)i0;
  return function->code(function->instance, 65532, REST);
}

CODE static uint64_t takesNull(PARAMETERS) {
  (void)i0;
  return 0;
}

CODE static uint64_t many(PARAMETERS) {
  /* i64 x 5 in registers, 2 in the area; f64 x 8 in registers, 1 in the area; then the f32. */
  uint64_t *area = context(instance)->arguments;
  uint64_t lastInteger = area[1], lastDouble = area[2], single = area[3];
  area[0] = lastInteger;
  area[1] = lastDouble;
  return (uint32_t)single;
}

static void put(void *instance, unsigned slot, SinterCode code, const void *type) {
  SinterFuncRef *ref = (SinterFuncRef *)(slots(instance) + slot);
  ref->code = code;
  ref->type = type;
  ref->instance = instance;
}

static const void *typeIds[5];

static void fill(void *instance) {
  put(instance, SlotAdd, add, typeIds[1]);
  put(instance, SlotLoad, load, typeIds[0]);
  put(instance, SlotTrap, trap, typeIds[0]);
  put(instance, SlotRecurse, recurse, typeIds[0]);
  put(instance, SlotCallStep, callStep, typeIds[0]);
  put(instance, SlotMany, many, typeIds[2]);
  put(instance, SlotBigFrame, bigFrame, typeIds[0]);
  put(instance, SlotTakes, takes, typeIds[3]);
  put(instance, SlotTakesNull, takesNull, typeIds[4]);
  slots(instance)[SlotCounter] = 7;
}

CODE static uint64_t initialize(PARAMETERS) {
  fill(instance);
  SinterTable *table = (SinterTable *)(slots(instance) + SlotTable);
  table->elements[0] = slots(instance) + SlotAdd;
  SinterMemory *memory = (SinterMemory *)(slots(instance) + SlotMemory);
  memcpy(memory->base + 65532, "\x78\x56\x34\x12", 4);
  return 0;
}

CODE static uint64_t initializeAndTrap(PARAMETERS) {
  fill(instance);
  SinterTable *table = (SinterTable *)slots(instance)[SlotImportedTable];
  table->elements[1] = slots(instance) + SlotAdd;
  context(instance)->trap(context(instance), SINTER_TRAP_OutOfBoundsTable);
  return 0;
}

CODE static uint64_t initializeSharing(PARAMETERS) {
  SinterFuncRef *function = (SinterFuncRef *)(slots(instance) + SlotLoad);
  function->code = loadShared;
  function->type = typeIds[0];
  function->instance = instance;
  return 0;
}

CODE static uint64_t initializeNothing(PARAMETERS) {
  (void)instance;
  return 0;
}

static const uint8_t kinds0[] = {0x7f, 0x7f};
static const uint8_t kinds1[] = {0x7f, 0x7f, 0x7f};
static const uint8_t kinds2[] = {0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7c, 0x7c, 0x7c,
                                 0x7c, 0x7c, 0x7c, 0x7c, 0x7c, 0x7c, 0x7d, 0x7d, 0x7e, 0x7c};
/* A function of type 0, not null, and an i32. */
static const uint8_t kinds3[] = {0x70, 0x7f};
static const uint64_t references3[] = {
    SINTER_REFERENCE_NOT_NULL | 1u << SINTER_REFERENCE_TYPE_SHIFT, 0};
/* A noextern, which is null, and an i32. */
static const uint8_t kinds4[] = {0x6f, 0x7f};
static const uint64_t references4[] = {
    (0x72 - SINTER_REFERENCE_HEAP_BASE) << SINTER_REFERENCE_HEAP_SHIFT, 0};
static const SinterFuncType types[] = {{{0}, {0}, {1}, {1}, {kinds0}, {0}, {0}},
                                       {{0}, {0}, {2}, {1}, {kinds1}, {0}, {0}},
                                       {{0}, {0}, {17}, {3}, {kinds2}, {0}, {0}},
                                       {{0}, {0}, {1}, {1}, {kinds3}, {references3}, {0}},
                                       {{0}, {0}, {1}, {1}, {kinds4}, {references4}, {0}}};

#define EXTERN(MODULE, NAME, KIND, TYPE, MINIMUM, MAXIMUM, SLOT, INDIRECT)                         \
  {{MODULE}, {sizeof(MODULE) - 1}, {NAME}, {sizeof(NAME) - 1}, {KIND}, {TYPE}, {MINIMUM}, {MAXIMUM}, {SLOT}, {INDIRECT}}

static const SinterExtern imports[] = {EXTERN("host", "step", 0, 0, 0, 0, SlotStep, 0)};
static const SinterExtern failingImports[] = {
    EXTERN("host", "table", 1, 0x70, 2, 10, SlotImportedTable, 1)};
#define SHARED_MEMORY (SINTER_MEMORY_SHARED | 16 << 8)
static const SinterExtern sharingImports[] = {
    EXTERN("host", "memory", 2, SHARED_MEMORY, 1, 4, SlotImportedTable, 1)};
static const SinterExtern sharingExports[] = {
    EXTERN("", "memory", 2, SHARED_MEMORY, 1, 4, SlotImportedTable, 1),
    EXTERN("", "load", 0, 0, 0, 0, SlotLoad, 0)};
static const SinterExtern owningExports[] = {
    EXTERN("", "_start", 2, SHARED_MEMORY, 1, 4, SlotMemory, 0)};
static const SinterOwned owningMemories[] = {
    {{SlotMemory}, {1}, {4}, {SHARED_MEMORY}, {65536}}};
static const SinterExtern exports[] = {
    EXTERN("", "add", 0, 1, 0, 0, SlotAdd, 0),
    EXTERN("", "load", 0, 0, 0, 0, SlotLoad, 0),
    EXTERN("", "trap", 0, 0, 0, 0, SlotTrap, 0),
    EXTERN("", "recurse", 0, 0, 0, 0, SlotRecurse, 0),
    EXTERN("", "step", 0, 0, 0, 0, SlotCallStep, 0),
    EXTERN("", "many", 0, 2, 0, 0, SlotMany, 0),
    EXTERN("", "bigframe", 0, 0, 0, 0, SlotBigFrame, 0),
    EXTERN("", "takes", 0, 3, 0, 0, SlotTakes, 0),
    EXTERN("", "takesNull", 0, 4, 0, 0, SlotTakesNull, 0),
    EXTERN("", "memory", 2, 16 << 8, 1, 3, SlotMemory, 0),
    EXTERN("", "table", 1, 0x70, 2, 4, SlotTable, 0),
    EXTERN("", "counter", 3, 0x17f, 0, 0, SlotCounter, 0),
    EXTERN("", "imported", 0, 0, 0, 0, SlotStep, 0),
};
static const SinterOwned memories[] = {{{SlotMemory}, {1}, {3}, {16 << 8}, {65536}}};
static const SinterOwned tables[] = {{{SlotTable}, {2}, {4}, {0x70}, {0}}};

SinterModule handMade = {
    {SINTER_ABI_VERSION}, {0}, {SlotCount}, {initialize}, {types}, {5}, {typeIds}, {imports}, {1},
    {exports}, {13}, {memories}, {1}, {tables}, {1}, {0}, {0}, {0}, {0}, {__start_handmade_code},
    {__stop_handmade_code}, {0}, {0}, {0}};

SinterModule failing = {
    {SINTER_ABI_VERSION}, {0}, {SlotCount}, {initializeAndTrap}, {types}, {5}, {typeIds},
    {failingImports}, {1}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {__start_handmade_code},
    {__stop_handmade_code}, {0}, {0}, {0}};

SinterModule sharing = {
    {SINTER_ABI_VERSION}, {0}, {SlotCount}, {initializeSharing}, {types}, {5}, {typeIds},
    {sharingImports}, {1}, {sharingExports}, {2}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0},
    {__start_handmade_code}, {__stop_handmade_code}, {0}, {0}, {0}};

SinterModule owning = {
    {SINTER_ABI_VERSION}, {0}, {SlotCount}, {initializeNothing}, {types}, {5}, {typeIds},
    {0}, {0}, {owningExports}, {1}, {owningMemories}, {1}, {0}, {0}, {0}, {0}, {0}, {0},
    {__start_handmade_code}, {__stop_handmade_code}, {0}, {0}, {0}};
