// A left-leaning red-black tree: inserts, lookups and walks in random order.
#include "bench.h"

typedef struct Node {
  uint32_t key, value;
  struct Node *child[2];
  int red;
} Node;

static Node *pool;
static unsigned used;

static int isRed(const Node *node) { return node && node->red; }

static Node *rotate(Node *node, int side) { // the child on `side` rises
  Node *up = node->child[side];
  node->child[side] = up->child[!side];
  up->child[!side] = node;
  up->red = node->red;
  node->red = 1;
  return up;
}

static Node *insert(Node *node, uint32_t key, uint32_t value) {
  if (!node) {
    Node *fresh = &pool[used++];
    *fresh = (Node){key, value, {NULL, NULL}, 1};
    return fresh;
  }
  if (key == node->key)
    node->value += value;
  else
    node->child[key > node->key] = insert(node->child[key > node->key], key, value);
  if (isRed(node->child[1]) && !isRed(node->child[0]))
    node = rotate(node, 1);
  if (isRed(node->child[0]) && isRed(node->child[0]->child[0]))
    node = rotate(node, 0);
  if (isRed(node->child[0]) && isRed(node->child[1])) {
    node->red = 1;
    node->child[0]->red = node->child[1]->red = 0;
  }
  return node;
}

static uint64_t walk(const Node *node, unsigned depth) {
  if (!node)
    return depth;
  return walk(node->child[0], depth + 1) * 31 + node->key * (uint64_t)node->value +
         walk(node->child[1], depth + 1);
}

int main(void) {
  enum { Count = 500000 };
  pool = (Node *)malloc(Count * sizeof *pool);
  Node *root = NULL;
  for (int i = 0; i < Count; i++) {
    root = insert(root, benchBelow(1u << 20), (uint32_t)i);
    root->red = 0;
  }
  uint64_t found = 0;
  for (int i = 0; i < 2 * Count; i++) {
    uint32_t key = benchBelow(1u << 20);
    const Node *node = root;
    while (node && node->key != key)
      node = node->child[key > node->key];
    found += node ? node->value : 1;
  }
  printf("%u nodes\n", used);
  benchPrint("found", found);
  benchPrint("walk", walk(root, 0));
  return 0;
}
