/*===-- edge.h - What a function of the edge server sees --------------------===*/
/*                                                                              */
/* A function is a module that exports `handle`, which is called once for a     */
/* request, in an instance of its own. It answers by edge_write and, if that is */
/* not 200, edge_status.                                                        */
/*                                                                              */
/*   clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry hello.c -o hello.wasm   */
/*   sinter -shared --interruptible hello.wasm -o DIR/hello.so                  */
/*                                                                              */
/*===------------------------------------------------------------------------===*/
#ifndef EDGE_H
#define EDGE_H

#include <stddef.h>
#include <stdint.h>

#define EDGE_IMPORT(NAME) __attribute__((import_module("edge"), import_name(NAME)))
#define EDGE_HANDLE __attribute__((export_name("handle"))) void handle(void)

enum { EDGE_METHOD, EDGE_TARGET, EDGE_BODY };

/* Copies at most `capacity` bytes of that part of the request; returns how many it has. */
EDGE_IMPORT("read") size_t edge_read(int part, void *buffer, size_t capacity);
EDGE_IMPORT("status") void edge_status(int status);
/* Adds to the body of the answer. */
EDGE_IMPORT("write") void edge_write(const void *bytes, size_t size);

#endif
