import { describe, test } from 'vitest';
import { decide } from '../../src/forcing/decide.ts';
import { rules } from './rules.ts';

describe('budget forcing, rule by rule, without a model', () => {
  for (const rule of rules) test(rule.name, () => rule.check(decide));
});
