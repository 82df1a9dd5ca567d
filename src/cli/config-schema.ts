import { z } from 'zod';
import { efforts } from '../core/effort.ts';
import { largestSeed, type ThinkFlags } from './think-options.ts';

const tokens = z.int().nonnegative();

/** mull.config.json: the options of `mull think` under the names of their flags. */
export const configSchema: z.ZodType<ThinkFlags & { readonly $schema?: string }> = z
  .strictObject({
    $schema: z.string().optional().describe('Where this schema lies, for editors.'),
    engine: z.string().min(1).optional().describe('pebble, or the path of a .gguf file, seen from this file.'),
    max: z
      .union([tokens, z.literal('auto')])
      .optional()
      .describe('Most thinking tokens.'),
    min: tokens.optional().describe('Fewest thinking tokens the model has to write itself.'),
    waits: tokens.optional().describe('How many times an end of thinking is turned into "Wait".'),
    message: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe('What is said instead of "Wait"; a list is used in turn.'),
    finish: z.string().optional().describe('What opens the answer after a cut.'),
    grace: tokens.optional().describe('So many tokens before max, the end of a sentence or line is the cut.'),
    loop: z.enum(['end', 'ignore']).optional().describe('What to do with thinking that repeats itself.'),
    answer: z.int().positive().optional().describe('Tokens kept for the answer, and the most it may have.'),
    seconds: z.number().positive().optional().describe('Thinking ends after so many seconds.'),
    effort: z.enum(efforts).optional().describe('Sets max and answer.'),
    preset: z.literal('s1').optional().describe("The exact strings of the paper's code."),
    seed: z.int().nonnegative().max(largestSeed).optional().describe('The same seed gives the same run.'),
    temperature: z.number().nonnegative().optional().describe('0 always takes the most probable token.'),
    'top-k': z.int().positive().optional().describe('Draw only from so many most probable tokens.'),
    'top-p': z.number().positive().max(1).optional().describe('Draw only from the most probable tokens of this mass.'),
    'min-p': z.number().nonnegative().max(1).optional().describe('Least share of the highest probability.'),
  })
  .meta({ title: 'mull.config.json', description: 'Defaults for the command line of mull.' });
