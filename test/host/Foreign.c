/*===-- Foreign.c - A shared object that no Sinter made --------------------===*/
int foreign(void);
int foreign(void) { return 1; }
