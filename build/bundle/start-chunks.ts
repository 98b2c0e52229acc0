interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** Everything that a page needs before it can run, without what it loads later. */
function loadedWith(entry: string, graph: ModuleGraph): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [entry]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return found
}

/**
 * Names the file that a module goes into: `start` for what the window needs at once, `shared` for what the viewer needs at once as
 * well, null for what is loaded later. Left alone, the bundler cuts the start of the window into a file for each set of dialogs
 * that share something, and the window asks for sixty files one by one.
 */
export function startChunkNames(windowEntry: string, viewerEntry: string): (id: string, graph: ModuleGraph) => string | null {
  let sets: { readonly window: ReadonlySet<string>; readonly viewer: ReadonlySet<string> } | undefined
  return (id, graph) => {
    sets ??= { window: loadedWith(windowEntry, graph), viewer: loadedWith(viewerEntry, graph) }
    if (!sets.window.has(id)) return null
    return sets.viewer.has(id) ? 'shared' : 'start'
  }
}
