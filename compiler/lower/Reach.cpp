//===-- Reach.cpp - How other instances come by what is this one's ----------===//
//
// A call by a FuncRef may be one of any instance, and any instance may call what it has a FuncRef
// of. But most modules have one table, which nobody else sees and no code writes to: calls through
// it stay in the instance, and functions that are nowhere else are called by nobody else.
//
//===----------------------------------------------------------------------===//

#include "lower/Plan.h"

namespace sinter {

void ModulePlan::findReach() {
  auto namesOwn = [&](const ConstExpr &expr) {
    const ConstExpr::Operation &op = expr.operations.front();
    return expr.operations.size() == 1 &&
           (op.opcode == Opcode::RefNull ||
            (op.opcode == Opcode::RefFunc && !isImported(FuncIndex(op.index))));
  };
  for (uint32_t t = 0; t < module.tables.size(); ++t) {
    const Table &table = module.tables[TableIndex(t)];
    reach.closed.push_back(!table.import && !facts.tableAccessed[t] && !facts.tableGrown[t] &&
                           (!table.init || namesOwn(*table.init)));
  }
  for (const Export &entry : module.exports)
    if (entry.kind == ExternKind::Table)
      reach.closed[entry.index] = false;
  for (uint32_t e = 0; e < module.elems.size(); ++e) {
    const ElemSegment &elem = module.elems[ElemIndex(e)];
    if (elem.mode == SegmentMode::Active &&
        !std::all_of(elem.items.begin(), elem.items.end(), namesOwn))
      reach.closed[raw(elem.table)] = false;
  }

  // An element that is not there yet must not be met: by what an imported table leads to, or a
  // function that is called in between.
  bool isWhole = module.importedTables == 0 && segmentsComeFirst();
  for (uint32_t t = 0; t < module.tables.size(); ++t)
    reach.known.push_back(reach.closed[t] && isWhole && hasKnownSegments(TableIndex(t)) &&
                          !module.tables[TableIndex(t)].init &&
                          module.tables[TableIndex(t)].type.limits.minimum <= mostElements &&
                          module.tables[TableIndex(t)].type.element.heap() == HeapType::Func);

  reach.entered = facts.namedByBody;
  auto enter = [&](const ConstExpr &expr) {
    for (const ConstExpr::Operation &op : expr.operations)
      if (op.opcode == Opcode::RefFunc)
        reach.entered[op.index] = true;
  };
  for (const Export &entry : module.exports)
    if (entry.kind == ExternKind::Func)
      reach.entered[entry.index] = true;
  for (uint32_t g = 0; g < module.globals.size(); ++g)
    if (!module.globals[GlobalIndex(g)].import)
      enter(module.globals[GlobalIndex(g)].init);
  for (uint32_t t = 0; t < module.tables.size(); ++t)
    if (const Table &table = module.tables[TableIndex(t)]; table.init && !reach.closed[t])
      enter(*table.init);
  for (uint32_t e = 0; e < module.elems.size(); ++e) {
    const ElemSegment &elem = module.elems[ElemIndex(e)];
    if (elem.mode != SegmentMode::Active || !reach.closed[raw(elem.table)])
      for (const ConstExpr &item : elem.items)
        enter(item);
  }

  reach.leavesByTail = facts.tailCallsImports;
  for (uint32_t t = 0; t < module.tables.size(); ++t)
    reach.leavesByTail |= facts.tailCalled[t] && !reach.closed[t];
}

} // namespace sinter
