(module (func (export "add") (param i32 i32)))
