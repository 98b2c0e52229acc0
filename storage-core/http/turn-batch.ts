/**
 * Collects what comes up during one turn of the event loop and works on all of it at the end of the turn, in order.
 *
 * Requests that arrived together are answered together, and their answers leave together. Going back and forth between the
 * sockets and the store for every single one costs more than a small request itself: each crossing leaves the processor with
 * the wrong code and data at hand, and each answer that leaves alone wakes a client that is about to sleep again.
 * @param work must not throw
 * @returns adds one item; nobody waits longer than the turn takes
 */
export function createTurnBatch<Item>(work: (item: Item) => void): (item: Item) => void {
  let collected: Item[] = []
  const run = () => {
    const items = collected
    collected = []
    for (const item of items) work(item)
  }
  return (item) => {
    collected.push(item)
    if (collected.length === 1) setImmediate(run)
  }
}
