void env__jump(void) {}
