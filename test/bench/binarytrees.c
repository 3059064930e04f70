// Builds, walks and frees many binary trees: the allocator and pointer chasing.
#include "bench.h"

typedef struct Tree {
  struct Tree *left, *right;
} Tree;

static Tree *grow(int depth) {
  Tree *tree = (Tree *)malloc(sizeof *tree);
  tree->left = depth > 0 ? grow(depth - 1) : NULL;
  tree->right = depth > 0 ? grow(depth - 1) : NULL;
  return tree;
}
static unsigned count(const Tree *tree) {
  return tree->left ? 1 + count(tree->left) + count(tree->right) : 1;
}
static void fell(Tree *tree) {
  if (tree->left) {
    fell(tree->left);
    fell(tree->right);
  }
  free(tree);
}

int main(void) {
  enum { Deepest = 16 };
  Tree *kept = grow(Deepest);
  for (int depth = 4; depth <= Deepest; depth += 4) {
    unsigned rounds = 60u << (Deepest - depth), nodes = 0;
    for (unsigned i = 0; i < rounds; i++) {
      Tree *tree = grow(depth);
      nodes += count(tree);
      fell(tree);
    }
    printf("%u trees of depth %d: %u nodes\n", rounds, depth, nodes);
  }
  printf("kept %u\n", count(kept));
  return 0;
}
