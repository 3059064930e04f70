/*===-- setjmp.h - Enough of setjmp for programs that raise no error ------===*/
//
// wasi-libc has no setjmp, which WebAssembly could only give through its
// exceptions. Here setjmp always returns 0 and longjmp ends the program, so that
// Lua builds and runs everything that raises no caught error.
//
/*===----------------------------------------------------------------------===*/
#ifndef SINTER_SHIM_SETJMP_H
#define SINTER_SHIM_SETJMP_H

#include <stdlib.h>

typedef int jmp_buf[1];

#define setjmp(buffer) ((void)(buffer), 0)
#define longjmp(buffer, value) ((void)(buffer), (void)(value), abort())

#endif
