// A treap: keys are inserted, looked for, and taken out.
#include "kernel.h"

typedef struct Node Node;
struct Node {
  Node *left, *right;
  uint64_t key, priority, value;
};

static Node *insert(Node *root, Node *node) {
  Node **place = &root;
  while (*place && (*place)->priority > node->priority)
    place = node->key < (*place)->key ? &(*place)->left : &(*place)->right;
  // What was there is split around the new node's key.
  Node *rest = *place, **left = &node->left, **right = &node->right;
  *place = node;
  while (rest)
    if (rest->key < node->key) {
      *left = rest;
      left = &rest->right;
      rest = rest->right;
    } else {
      *right = rest;
      right = &rest->left;
      rest = rest->left;
    }
  *left = *right = NULL;
  return root;
}

static Node *find(Node *node, uint64_t key) {
  while (node && node->key != key)
    node = key < node->key ? node->left : node->right;
  return node;
}

static Node *removeKey(Node *root, uint64_t key) {
  Node **place = &root;
  while (*place && (*place)->key != key)
    place = key < (*place)->key ? &(*place)->left : &(*place)->right;
  if (!*place)
    return root;
  Node *left = (*place)->left, *right = (*place)->right;
  while (left && right)
    if (left->priority > right->priority) {
      *place = left;
      place = &left->right;
      left = left->right;
    } else {
      *place = right;
      place = &right->left;
      right = right->left;
    }
  *place = left ? left : right;
  return root;
}

RUN {
  enum { Count = 20000, Rounds = 12 };
  Node *root = NULL;
  uint64_t sum = 0;
  for (int round = 0; round < Rounds; round++) {
    for (int i = 0; i < Count; i++) {
      uint64_t key = randomNumber() % (4 * Count);
      Node *found = find(root, key);
      if (found) {
        found->value++;
        continue;
      }
      Node *node = (Node *)allocate(sizeof(Node));
      node->key = key;
      node->priority = randomNumber();
      node->value = 1;
      root = insert(root, node);
    }
    for (int i = 0; i < 4 * Count; i++) {
      Node *found = find(root, (uint64_t)i);
      sum = sum * 31 + (found ? found->value : 0);
    }
    for (int i = 0; i < Count / 2; i++)
      root = removeKey(root, randomNumber() % (4 * Count));
  }
  return sum;
}
