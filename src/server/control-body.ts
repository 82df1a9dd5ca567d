import { z } from 'zod';
import type { ControlAction } from './run/live-runs.ts';

/** `POST /v1/chat/completions/control`, as llama-server has it; `reasoning_wait` is ours. */
export const controlBody: z.ZodType<{ readonly id: string; readonly action: ControlAction }> = z.looseObject({
  id: z.string('must be a text'),
  action: z.enum(['reasoning_end', 'reasoning_wait']),
});
