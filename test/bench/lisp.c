// A small Lisp that walks its syntax trees: symbols, closures, lists and a copying collector.
#include "bench.h"

typedef struct Cell Cell;
struct Cell {
  enum { Int, Symbol, Pair, Closure, Primitive, Moved } kind;
  int32_t number; // value of an Int, identity of a Symbol or Primitive
  Cell *first, *rest, *scope;
};

enum { HeapCells = 1 << 20 };
static Cell *from, *to, *top;
static Cell **roots[4096];
static int rootCount;
static unsigned collections;
static char names[256][16];
static int nameCount;
static Cell nil;

static Cell *copy(Cell *cell) {
  if (cell < from || cell >= from + HeapCells)
    return cell;
  if (cell->kind == Moved)
    return cell->first;
  Cell *fresh = top++;
  *fresh = *cell;
  cell->kind = Moved;
  cell->first = fresh;
  return fresh;
}

static void collect(void) {
  Cell *scan = top = to;
  for (int i = 0; i < rootCount; i++)
    *roots[i] = copy(*roots[i]);
  for (; scan < top; scan++) {
    scan->first = copy(scan->first);
    scan->rest = copy(scan->rest);
    scan->scope = copy(scan->scope);
  }
  Cell *old = from;
  from = to;
  to = old;
  collections++;
}

// Every local that must survive an allocation is announced.
#define KEEP(X) (roots[rootCount++] = &(X))
#define DROP(N) (rootCount -= (N))

static Cell *cell(int kind, int32_t number, Cell *first, Cell *rest, Cell *scope) {
  if (top >= from + HeapCells) {
    KEEP(first), KEEP(rest), KEEP(scope);
    collect();
    DROP(3);
    if (top >= from + HeapCells - 64) {
      puts("out of cells");
      exit(1);
    }
  }
  *top = (Cell){kind, number, first, rest, scope};
  return top++;
}
static Cell *integer(int32_t n) { return cell(Int, n, &nil, &nil, &nil); }
static Cell *cons(Cell *a, Cell *b) { return cell(Pair, 0, a, b, &nil); }

static int symbol(const char *text, int length) {
  for (int i = 0; i < nameCount; i++)
    if (!strncmp(names[i], text, (size_t)length) && !names[i][length])
      return i;
  memcpy(names[nameCount], text, (size_t)length);
  return nameCount++;
}

static const char *source;
static Cell *readForm(void) {
  while (*source == ' ' || *source == '\n')
    source++;
  if (*source == '(') {
    source++;
    Cell *list[64];
    int n = 0;
    for (;;) {
      while (*source == ' ' || *source == '\n')
        source++;
      if (*source == ')')
        break;
      list[n++] = readForm(); // no collection happens while a program is read
    }
    source++;
    Cell *result = &nil;
    while (n)
      result = cons(list[--n], result);
    return result;
  }
  if (*source >= '0' && *source <= '9')
    return integer((int32_t)strtol(source, (char **)&source, 10));
  const char *start = source;
  while (*source > ')')
    source++;
  if (source == start)
    while (*source > ' ' && *source != ')' && *source != '(')
      source++;
  return cell(Symbol, symbol(start, (int)(source - start)), &nil, &nil, &nil);
}

static Cell *globals = &nil;
static Cell *lookup(Cell *scope, int32_t name) {
  for (; scope != &nil; scope = scope->rest)
    if (scope->first->first->number == name)
      return scope->first;
  for (scope = globals; scope != &nil; scope = scope->rest)
    if (scope->first->first->number == name)
      return scope->first;
  printf("unbound %s\n", names[name]);
  exit(1);
}

enum { If, Lambda, Define, Add, Sub, Mul, Mod, Less, Equal, Cons, Car, Cdr, IsNil, Specials };
static const char *const specials[] = {"if", "lambda", "define", "add", "sub", "mul", "mod",
                                       "less", "equal", "cons", "car", "cdr", "nil?"};

static Cell *evaluate(Cell *form, Cell *scope) {
  Cell *function = &nil, *arguments = &nil, *last = &nil, *value = &nil;
  KEEP(form), KEEP(scope), KEEP(function), KEEP(arguments), KEEP(last), KEEP(value);
  for (;;) {
    if (form->kind == Symbol) {
      value = lookup(scope, form->number)->rest;
      break;
    }
    if (form->kind != Pair) {
      value = form;
      break;
    }
    int32_t head = form->first->kind == Symbol ? form->first->number : -1;
    if (head == If) {
      value = evaluate(form->rest->first, scope);
      int taken = value != &nil && !(value->kind == Int && !value->number);
      form = taken ? form->rest->rest->first : form->rest->rest->rest->first;
      continue;
    }
    if (head == Lambda) {
      value = cell(Closure, 0, form->rest->first, form->rest->rest->first, scope);
      break;
    }
    if (head == Define) {
      value = evaluate(form->rest->rest->first, scope);
      value = cons(form->rest->first, value);
      globals = cons(value, globals);
      break;
    }
    if (head >= Add && head < Specials) {
      value = evaluate(form->rest->first, scope);
      last = &nil;
      if (form->rest->rest != &nil)
        last = evaluate(form->rest->rest->first, scope);
      if (head == Add)
        value = integer(value->number + last->number);
      else if (head == Sub)
        value = integer(value->number - last->number);
      else if (head == Mul)
        value = integer((int32_t)((uint32_t)value->number * (uint32_t)last->number));
      else if (head == Mod)
        value = integer(value->number % last->number);
      else if (head == Less)
        value = integer(value->number < last->number);
      else if (head == Equal)
        value = integer(value->number == last->number);
      else if (head == Cons)
        value = cons(value, last);
      else if (head == Car)
        value = value->first;
      else if (head == Cdr)
        value = value->rest;
      else
        value = integer(value == &nil);
      break;
    }
    function = evaluate(form->first, scope);
    arguments = function->scope;
    last = function->first;
    // Bind one parameter after the other in front of the closure's scope.
    for (form = form->rest; form != &nil; form = form->rest, last = last->rest) {
      value = evaluate(form->first, scope);
      value = cons(last->first, value);
      arguments = cons(value, arguments);
    }
    form = function->rest;
    scope = arguments;
  }
  DROP(6);
  return value;
}

int main(void) {
  from = top = (Cell *)malloc(HeapCells * sizeof(Cell));
  to = (Cell *)malloc(HeapCells * sizeof(Cell));
  nil = (Cell){Int, 0, &nil, &nil, &nil};
  KEEP(globals);
  for (int i = 0; i < Specials; i++)
    symbol(specials[i], (int)strlen(specials[i]));
  symbol("nil", 3);
  static const char *const program[] = {
      "(define fib (lambda (n) (if (less n 2) n (add (fib (sub n 1)) (fib (sub n 2))))))",
      "(define range (lambda (a b) (if (less a b) (cons a (range (add a 1) b)) ())))",
      "(define map (lambda (f l) (if (nil? l) () (cons (f (car l)) (map f (cdr l))))))",
      "(define fold (lambda (f s l) (if (nil? l) s (fold f (f s (car l)) (cdr l)))))",
      "(define compose (lambda (f g) (lambda (x) (f (g x)))))",
      "(define repeat (lambda (n s) (if (equal n 0) s (repeat (sub n 1) (mod (add s (fold (lambda (a b) (mod "
      "(add (mul a 3) b) 10007)) 1 (map (compose (lambda (x) (mul x x)) (lambda (x) (add x n))) (range 0 60)))) "
      "99991)))))",
      "(fib 28)", "(repeat 20000 1)"};
  for (unsigned i = 0; i < sizeof program / sizeof *program; i++) {
    source = program[i];
    Cell *form = readForm();
    Cell *value = evaluate(form, &nil);
    if (value->kind == Int)
      printf("%d\n", value->number);
  }
  printf("collected: %s\n", collections > 3 ? "yes" : "no");
  return 0;
}
