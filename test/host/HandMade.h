/*===-- HandMade.h - Modules as the compiler would make them, written in C --===*/
#ifndef SINTER_TEST_HANDMADE_H
#define SINTER_TEST_HANDMADE_H

#include "sinter/abi/Abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Imports  "host" "step" (func [i32] -> [i32])
   Exports  "add"     [i32 i32] -> [i32]
            "load"    [i32] -> [i32]           a guarded load
            "trap"    [i32] -> [i32]           traps with the code given
            "recurse" [i32] -> [i32]           until the stack limit
            "step"    [i32] -> [i32]           calls the import
            "many"    7 i64, 9 f64, 1 f32 -> [f32 i64 f64]   the f32, the last i64 and the last f64
            "bigframe" [i32] -> [i32]          touches pages far below the stack pointer
            "memory" (1 page, at most 3), "table" (2 funcref, at most 4; element 0 is "add"), "counter" (mutable i32 of 7)
   `failing` is the same module, whose start traps after it put "add" into an imported table ("host" "table"). */
extern SinterModule handMade;
extern SinterModule failing;

/* Imports "host" "memory" (shared, 1 to 4 pages at most), exports it as "memory"; "load" as above, of it. */
extern SinterModule sharing;

/* Owns such a memory, and exports it as "_start", which a program would be started by. */
extern SinterModule owning;

#ifdef __cplusplus
}
#endif
#endif
