// Merge sort and reversal of linked lists whose nodes lie in random order.
#include "bench.h"

typedef struct Item {
  struct Item *next;
  uint32_t key, serial;
} Item;

static Item *merge(Item *a, Item *b) {
  Item head, *last = &head;
  while (a && b) {
    Item **lesser = b->key < a->key ? &b : &a;
    last->next = *lesser;
    last = *lesser;
    *lesser = (*lesser)->next;
  }
  last->next = a ? a : b;
  return head.next;
}

static Item *sorted(Item *list) {
  Item *runs[32] = {0};
  while (list) {
    Item *run = list;
    list = list->next;
    run->next = NULL;
    int level = 0;
    for (; runs[level]; level++) {
      run = merge(runs[level], run);
      runs[level] = NULL;
    }
    runs[level] = run;
  }
  Item *all = NULL;
  for (int level = 0; level < 32; level++)
    if (runs[level])
      all = merge(runs[level], all);
  return all;
}

int main(void) {
  enum { Count = 400000 };
  Item *items = (Item *)malloc(Count * sizeof *items);
  uint64_t hash = 0;
  for (int round = 0; round < 3; round++) {
    Item *list = NULL;
    for (uint32_t i = 0; i < Count; i++) {
      items[i] = (Item){list, benchBelow(1u << 24), i};
      list = &items[i];
    }
    list = sorted(list);
    uint32_t place = 0;
    for (Item *item = list; item; item = item->next)
      hash = (hash ^ item->serial) * 1099511628211u + place++;
    // Sort back by the serial number: now the nodes are visited in memory order.
    for (Item *item = list; item; item = item->next)
      item->key = item->serial;
    list = sorted(list);
    hash += list->serial + list->next->serial;
  }
  benchPrint("list", hash);
  return 0;
}
