import type { Row } from './decoder.ts';
import type { Task } from './task.ts';

export interface PlannedRow {
  readonly task: Task;
  readonly row: Row;
}

/**
 * The next batch: one row for each task that is not parked, in the order of the slots.
 *
 * Rows of a single token always take part. Longer ones share `chunk` tokens per batch, first come, first served; a
 * chunk that does not fit beside another waits instead of being cut, so that where a text is cut never depends on its
 * neighbours.
 */
export function planBatch(tasks: readonly (Task | undefined)[], chunk: number): PlannedRow[] {
  const turn = turnOfLongRows(tasks, chunk);
  const planned: PlannedRow[] = [];
  for (const task of tasks) {
    if (task === undefined || task.parked) continue;
    const { state, from, until } = task;
    if (until - from > 1 && turn !== undefined && !turn.has(task)) continue;
    const end = Math.min(until, from + chunk);
    const { tokens, slot } = state;
    state.startAt(from);
    planned.push({
      task,
      row: {
        slot: slot.index,
        position: from,
        tokens: end - from === 1 ? [tokens[from]!] : tokens.slice(from, end),
        draw: end === until ? task.draw() : undefined,
        read: task.reads(from, end),
      },
    });
  }
  return planned;
}

/** The tasks with more than one token whose turn it is; undefined where all may go. */
function turnOfLongRows(tasks: readonly (Task | undefined)[], chunk: number): Set<Task> | undefined {
  let count = 0;
  for (const task of tasks) if (task !== undefined && !task.parked && task.until - task.from > 1) count += 1;
  if (count < 2) return undefined;
  const long = tasks.filter((task) => task !== undefined && !task.parked && task.until - task.from > 1) as Task[];
  long.sort((a, b) => a.arrival - b.arrival);
  let left = chunk;
  return new Set(
    long.filter((task) => {
      const size = Math.min(task.until - task.from, chunk);
      if (size > left) return false;
      left -= size;
      return true;
    }),
  );
}
