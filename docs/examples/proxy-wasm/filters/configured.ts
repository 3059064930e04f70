// A filter in AssemblyScript, by npm's @solo-io/proxy-runtime: tells the upstream what it is
// configured to, and the client how long the path was.
export * from "@solo-io/proxy-runtime/proxy";
import {
  Context, FilterHeadersStatusValues, RootContext, registerRootContext, stream_context
} from "@solo-io/proxy-runtime";

class Root extends RootContext {
  createContext(contextId: u32): Context {
    return new Stream(contextId, this);
  }
}

class Stream extends Context {
  constructor(contextId: u32, root: Root) {
    super(contextId, root);
  }
  onRequestHeaders(count: u32, endOfStream: bool): FilterHeadersStatusValues {
    stream_context.headers.request.add("x-configured", this.root_context.getConfiguration());
    stream_context.headers.request.remove("x-secret");
    return FilterHeadersStatusValues.Continue;
  }
  onResponseHeaders(count: u32, endOfStream: bool): FilterHeadersStatusValues {
    const path = stream_context.headers.request.get(":path");
    stream_context.headers.response.replace("server", "assemblyscript");
    stream_context.headers.response.add("x-path-length", path.length.toString());
    return FilterHeadersStatusValues.Continue;
  }
}

registerRootContext((contextId: u32) => new Root(contextId), "root");
