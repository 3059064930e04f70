// Shortest ways through a graph of nodes and edges that point at each other, by a queue of nodes to look at again.
#include "kernel.h"

typedef struct Node Node;
typedef struct Edge Edge;
struct Edge {
  Edge *next;
  Node *to;
  uint32_t length;
};
struct Node {
  Edge *edges;
  Node *queued; // the next in the queue
  uint64_t distance;
  uint32_t isQueued;
};

static void connect(Node *from, Node *to, uint32_t length) {
  Edge *edge = (Edge *)allocate(sizeof(Edge));
  edge->next = from->edges;
  edge->to = to;
  edge->length = length;
  from->edges = edge;
}

static void walk(Node *start) {
  Node *first = start, *last = start;
  start->distance = 0;
  start->queued = NULL;
  while (first) {
    Node *node = first;
    first = node->queued;
    node->isQueued = 0;
    for (Edge *edge = node->edges; edge; edge = edge->next) {
      Node *to = edge->to;
      uint64_t distance = node->distance + edge->length;
      if (distance >= to->distance)
        continue;
      to->distance = distance;
      if (to->isQueued)
        continue;
      to->isQueued = 1;
      to->queued = NULL;
      if (first)
        last->queued = to;
      else
        first = to;
      last = to;
    }
  }
}

RUN {
  enum { Count = 12000, Rounds = 300 };
  Node **nodes = (Node **)allocate(Count * sizeof(Node *));
  for (int i = 0; i < Count; i++) {
    nodes[i] = (Node *)allocate(sizeof(Node));
    nodes[i]->edges = NULL;
    nodes[i]->isQueued = 0;
  }
  for (int i = 0; i < Count; i++) {
    connect(nodes[i], nodes[(i + 1) % Count], 100);
    for (int j = 0; j < 4; j++)
      connect(nodes[i], nodes[randomNumber() % Count], 1 + (uint32_t)(randomNumber() % 1000));
  }
  uint64_t sum = 0;
  for (int round = 0; round < Rounds; round++) {
    for (int i = 0; i < Count; i++)
      nodes[i]->distance = UINT64_MAX;
    walk(nodes[randomNumber() % Count]);
    for (int i = 0; i < Count; i++)
      sum = sum * 31 + nodes[i]->distance;
  }
  return sum;
}
