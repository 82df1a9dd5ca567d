import type { DrawnQuestion } from '../../dataset/draw-pebble-question.ts';
import type { Engine } from '../../engine/engine.ts';
import { accuracySweep } from '../../eval/accuracy-sweep.ts';
import { exampleWaits } from './demo-budgets.ts';
import { sweepQuestion } from './demo-questions.ts';

/**
 * The first question that the model gets wrong at its natural end and right with Waits: what Waits are about. It is
 * searched for in order, and the demo says so.
 *
 * @returns its index, or undefined where there is none
 */
export async function findExample(
  engine: Engine,
  questions: readonly DrawnQuestion[],
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const [index, question] of questions.entries()) {
    const [natural, waited] = await accuracySweep({
      engine,
      questions: [sweepQuestion(question)],
      budgets: [{}, { waits: exampleWaits }],
      signal,
    });
    if (natural?.accuracy.right === 0 && waited?.accuracy.right === 1) return index;
  }
  return undefined;
}
