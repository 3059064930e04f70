// What a C++ program that never throws needs of the run-time library for exceptions to link: wasi-libc's C++ library is built
// without.
#include <cstdlib>

extern "C" {
void *__cxa_allocate_exception(size_t) { abort(); }
void __cxa_free_exception(void *) { abort(); }
void __cxa_throw(void *, void *, void (*)(void *)) { abort(); }
void *__cxa_begin_catch(void *) { abort(); }
void __cxa_end_catch() { abort(); }
void __cxa_rethrow() { abort(); }
int _Unwind_CallPersonality(void *) { abort(); }
struct {
  size_t index;
  const void *table;
  size_t selector;
} __wasm_lpad_context;
}

asm(".globl __cpp_exception\n.tagtype __cpp_exception i32\n__cpp_exception:\n");
