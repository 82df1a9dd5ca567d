import type { RunRecord } from '../core/run-record.ts';
import { sampleStatuses } from '../core/sample-statuses.ts';

const statuses = new Set<string>(sampleStatuses);

/** The record in a line, or what is wrong with it. Fields beyond those that everything rests on are taken as they are. */
export function parseRecord(text: string): RunRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'is no record';
  const record = value as Partial<RunRecord>;
  const { key, question, setting, sample, status, tokens } = record;
  const isRecord =
    typeof key === 'string' &&
    typeof setting === 'string' &&
    typeof sample === 'number' &&
    typeof question?.id === 'string' &&
    typeof tokens?.thinking === 'number' &&
    statuses.has(status ?? '');
  return isRecord ? (value as RunRecord) : 'is no record';
}
