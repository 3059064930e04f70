/*===-- Future.c - A shared object of an ABI version that is not ours ------===*/
#include "sinter/abi/Abi.h"

const SinterModule sinter_module = {.abiVersion = SINTER_ABI_VERSION + 1};
