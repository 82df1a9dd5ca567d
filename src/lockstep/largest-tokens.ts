/**
 * Ids of the `count` largest values, largest first, ties to the lower id. Values that are not numbers and ids in
 * `skip` are left out, so that fewer may come back.
 *
 * One pass with a heap of `count` ids: nearly every value of a large vocabulary is turned away by one comparison.
 */
export function largestTokens(values: Float32Array, count: number, skip: readonly number[] = []): number[] {
  const heap: number[] = [];
  if (count <= 0) return heap;
  for (let id = 0; id < values.length; id += 1) {
    const value = values[id]!;
    if (heap.length === count && !(value > values[heap[0]!]!)) continue;
    if (Number.isNaN(value) || skip.includes(id)) continue;
    if (heap.length < count) {
      heap.push(id);
      siftUp(heap, values);
    } else {
      heap[0] = id;
      siftDown(heap, values);
    }
  }
  return heap.sort((a, b) => values[b]! - values[a]! || a - b);
}

/** Whether `a` is to be thrown out of the heap before `b`. */
function worse(values: Float32Array, a: number, b: number): boolean {
  const [x, y] = [values[a]!, values[b]!];
  return x < y || (x === y && a > b);
}

function siftUp(heap: number[], values: Float32Array): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!worse(values, heap[at]!, heap[parent]!)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(heap: number[], values: Float32Array): void {
  let at = 0;
  for (;;) {
    let worst = at;
    for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child += 1) {
      if (worse(values, heap[child]!, heap[worst]!)) worst = child;
    }
    if (worst === at) return;
    swap(heap, at, worst);
    at = worst;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = kept;
}
