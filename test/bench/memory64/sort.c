// A linked list, sorted by merging from the bottom up.
#include "kernel.h"

typedef struct Item Item;
struct Item {
  Item *next;
  uint64_t key;
  uint64_t weight;
};

static Item *merge(Item *a, Item *b) {
  Item *first = NULL, **last = &first;
  while (a && b)
    if (a->key <= b->key) {
      *last = a;
      last = &a->next;
      a = a->next;
    } else {
      *last = b;
      last = &b->next;
      b = b->next;
    }
  *last = a ? a : b;
  return first;
}

static Item *sort(Item *list) {
  Item *sorted[48] = {NULL}; // the i-th has 2^i items, or none
  while (list) {
    Item *rest = list->next, *run = list;
    run->next = NULL;
    int i = 0;
    for (; sorted[i]; i++) {
      run = merge(sorted[i], run);
      sorted[i] = NULL;
    }
    sorted[i] = run;
    list = rest;
  }
  Item *all = NULL;
  for (int i = 0; i < 48; i++)
    all = merge(sorted[i], all);
  return all;
}

RUN {
  enum { Count = 60000, Rounds = 40 };
  Item *list = NULL;
  for (int i = 0; i < Count; i++) {
    Item *item = (Item *)allocate(sizeof(Item));
    item->next = list;
    item->weight = (uint64_t)i;
    list = item;
  }
  uint64_t sum = 0;
  for (int round = 0; round < Rounds; round++) {
    for (Item *item = list; item; item = item->next)
      item->key = randomNumber() >> 24;
    list = sort(list);
    for (Item *item = list; item; item = item->next)
      sum = sum * 31 + item->key + item->weight;
  }
  return sum;
}
