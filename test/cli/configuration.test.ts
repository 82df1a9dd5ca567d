import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../src/cli/config-schema.ts';
import { readConfig } from '../../src/cli/read-config.ts';
import { thinkOptions } from '../../src/cli/think-options.ts';
import { thinkSettings } from '../../src/cli/think-settings.ts';
import { MullError } from '../../src/core/mull-error.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mull-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('mull.config.json', () => {
  test('is found in the working directory or the nearest folder above it', () => {
    const inner = join(folder, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    write('mull.config.json', { max: 64 });
    expect(readConfig(inner)).toEqual({ max: 64 });
    write('a/mull.config.json', { waits: 2 });
    expect(readConfig(inner)).toEqual({ waits: 2 });
  });

  test('may be missing', () => {
    expect(readConfig(join(folder, 'does', 'not', 'exist'))).toEqual({});
  });

  test('has the names of the flags, and a $schema for editors', () => {
    const schema = z.toJSONSchema(configSchema, { io: 'input' });
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(
      // A key does not belong into a file that is committed.
      ['$schema', ...thinkOptions.map(({ name }) => name).filter((name) => name !== 'api-key')].sort(),
    );
    write('mull.config.json', {
      $schema: './node_modules/mull/docs/mull.config.schema.json',
      'top-k': 20,
      message: ['Wait', 'Hmm'],
    });
    expect(readConfig(folder)).toEqual({ 'top-k': 20, message: ['Wait', 'Hmm'] });
  });

  test('names a model file as seen from itself, not from the working directory', () => {
    const inner = join(folder, 'a');
    mkdirSync(inner);
    write('mull.config.json', { engine: 'models/m.gguf' });
    expect(readConfig(inner).engine).toBe(join(folder, 'models', 'm.gguf'));
    write('mull.config.json', { engine: 'pebble' });
    expect(readConfig(inner).engine).toBe('pebble');
  });

  test('may begin with a byte order mark', () => {
    writeFileSync(join(folder, 'mull.config.json'), '\uFEFF{"max": 1}');
    expect(readConfig(folder)).toEqual({ max: 1 });
  });

  test.each([
    ['{"maks": 3}', 'mull.config.json has no field "maks".', 'Did you mean "max"?'],
    ['{"max": -1}', 'mull.config.json.max must be a whole number of at least 0, or "auto", got -1.', undefined],
    ['{"max": "64"}', 'mull.config.json.max must be a whole number of at least 0, or "auto", got "64".', undefined],
    [
      '{"max": 1e999}',
      'mull.config.json.max must be a whole number of at least 0, or "auto", got Infinity.',
      undefined,
    ],
    [
      '{"effort": "hihg"}',
      'mull.config.json.effort must be one of none, minimal, low, medium, high, xhigh, max, got "hihg".',
      'Did you mean "high"?',
    ],
    ['[]', 'mull.config.json must be an object, got [].', undefined],
    ['null', 'mull.config.json must be an object, got null.', undefined],
  ])('%s is refused: %s', (text, message, hint) => {
    writeFileSync(join(folder, 'mull.config.json'), text);
    const error = refusal();
    expect(error).toMatchObject({ code: 'E_CONFIG_INVALID', message });
    if (hint !== undefined) expect(error.hint).toBe(hint);
  });

  test.each(['', '{', '{"max": 1,}', '// hi\n{}'])('%j is refused as not being JSON', (text) => {
    writeFileSync(join(folder, 'mull.config.json'), text);
    expect(refusal().message).toMatch(/^mull\.config\.json is not JSON: /);
  });

  test('that is a folder is refused', () => {
    mkdirSync(join(folder, 'mull.config.json'));
    expect(refusal()).toMatchObject({ code: 'E_CONFIG_INVALID', message: expect.stringContaining('cannot be read') });
  });

  test('that lies above is named by its way there', () => {
    const inner = join(folder, 'a');
    mkdirSync(inner);
    write('mull.config.json', { maks: 1 });
    expect(refusal(inner).message).toBe('../mull.config.json has no field "maks".');
  });
});

describe('flags and file together', () => {
  test('a flag beats the file, field by field', () => {
    expect(thinkSettings({ max: 8, seed: 2 }, { max: 64, waits: 1, temperature: 0.5, engine: 'm.gguf' })).toEqual({
      engine: { engine: 'm.gguf' },
      budget: { max: 8, waits: 1 },
      sampling: { temperature: 0.5 },
      seed: 2,
    });
  });

  test('without either, the bundled model thinks without a bound', () => {
    expect(thinkSettings({}, {})).toEqual({ engine: {}, budget: {}, sampling: {}, seed: undefined });
  });

  test('--effort beats the maximum and the answer of the file, which it stands for', () => {
    expect(thinkSettings({ effort: 'high' }, { max: 64, answer: 10, min: 3 }).budget).toEqual({
      effort: 'high',
      min: 3,
    });
    expect(thinkSettings({ effort: 'high', max: 8 }, { max: 64 }).budget).toEqual({ effort: 'high', max: 8 });
    expect(thinkSettings({ max: 8 }, { effort: 'high' }).budget).toEqual({ effort: 'high', max: 8 });
  });

  test('--engine beats what the file says of its own engine', () => {
    const config = { engine: 'm.gguf', threads: 4, context: 512, max: 8 };
    expect(thinkSettings({ engine: 'pebble' }, config)).toMatchObject({
      engine: { engine: 'pebble' },
      budget: { max: 8 },
    });
    expect(thinkSettings({ threads: 2 }, config).engine).toEqual({ engine: 'm.gguf', threads: 2, context: 512 });
  });

  test("--preset beats the file's texts, grace and loop", () => {
    const config = { message: 'Hmm', finish: 'So:', grace: 4, loop: 'end', waits: 2 } as const;
    expect(thinkSettings({ preset: 's1' }, config).budget).toEqual({ preset: 's1', waits: 2 });
  });

  test('sampling goes by the names of the library', () => {
    expect(thinkSettings({ 'top-k': 20, 'top-p': 0.9, 'min-p': 0.1 }, {}).sampling).toEqual({
      topK: 20,
      topP: 0.9,
      minP: 0.1,
    });
  });
});

function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

function refusal(from = folder): MullError {
  try {
    readConfig(from);
  } catch (error) {
    if (MullError.isMullError(error)) return error;
  }
  throw new Error('The configuration was not refused.');
}
