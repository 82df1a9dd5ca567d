import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/dataset/question.ts';
import { type ReadQuestionsOptions, readQuestions } from '../../src/dataset/read-questions.ts';
import { parseRows } from '../../src/dataset/source/parse-rows.ts';

describe('a file with "question" and "answer"', () => {
  test('needs nothing else', async () => {
    expect(await read('{"question": "1 + 1?", "answer": "2"}\n{"question": "1 + 2?", "answer": 3}\n')).toMatchObject([
      { id: '1', text: '1 + 1?', gold: '2' },
      { id: '2', text: '1 + 2?', gold: '3' },
    ]);
  });

  test('may call them as data sets usually do', async () => {
    expect(
      await read('{"problem": "1 + 1?", "answer": 2, "unique_id": "a/1", "level": 3, "subject": "Sums"}'),
    ).toMatchObject([{ id: 'a/1', text: '1 + 1?', gold: '2', level: '3', subject: 'Sums' }]);
  });

  test('may call them anything where it is said', async () => {
    const fields = { question: 'frage', answer: 'antwort' };
    expect(await read('{"frage": "1 + 1?", "antwort": "2"}', { fields })).toMatchObject([
      { text: '1 + 1?', gold: '2' },
    ]);
  });

  test('may have the answer behind a mark, as GSM8K has', async () => {
    const text = JSON.stringify({ question: 'How many?', answer: 'One and one make #### two.\n#### 2' });
    expect(await read(text, { answerAfter: '####' })).toMatchObject([{ gold: '2' }]);
    await expect(read(text, { answerAfter: '@@' })).rejects.toMatchObject({
      message: 'line 1 of my.jsonl: the answer has nothing behind "@@".',
    });
  });

  test('can be filtered by the values of its columns', async () => {
    const text = [1, 2, 3, 4].map((level) => `{"question": "Q${level}", "answer": "1", "level": ${level}}`).join('\n');
    const filter = [
      { field: 'level', is: [2, 3, 4] },
      { field: 'level', not: 3 },
    ];
    expect((await read(text, { filter })).map(({ text }) => text)).toEqual(['Q2', 'Q4']);
    expect(await read(text, { filter: [{ field: 'question', matches: '^Q[13]$' }] })).toHaveLength(2);
    await expect(read(text, { filter: [{ field: 'lefel', is: 1 }] })).rejects.toMatchObject({
      hint: 'Did you mean "level"?',
    });
    await expect(read(text, { filter: [{ field: 'level', is: 9 }] })).rejects.toMatchObject({
      message: 'The filter leaves none of the 4 rows of my.jsonl.',
    });
  });

  test('is shuffled by the seed, the same way everywhere', async () => {
    const text = Array.from({ length: 20 }, (_, n) => `{"question": "Q${n}", "answer": "${n}"}`).join('\n');
    const order = async (seed: number): Promise<string> =>
      (await read(text, { seed, shuffle: true })).map(({ gold }) => gold).join(' ');
    expect(await order(7)).toBe('14 4 5 1 11 13 9 0 6 17 8 15 2 18 10 16 12 19 3 7');
    expect(await order(8)).not.toBe(await order(7));
    expect((await order(7)).split(' ').sort()).toEqual(Array.from({ length: 20 }, (_, n) => String(n)).sort());
  });

  test('knows each question by a hash of its text and answer', async () => {
    const [one, other, same] = await read(
      '{"question": "Q", "answer": "1"}\n{"question": "Q", "answer": "2"}\n{"question": "Q", "answer": "1"}',
    );
    expect(one?.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(one?.hash).not.toBe(other?.hash);
    expect(one?.hash).toBe(same?.hash);
  });
});

describe('choices', () => {
  const fields = { question: 'Question', choices: ['Right', 'Wrong 1', 'Wrong 2', 'Wrong 3'], canary: 'Canary' };
  const row = { Question: 'Which?', Right: 'r', 'Wrong 1': 'x', 'Wrong 2': 'y', 'Wrong 3': 'z', Canary: 'canary GUID' };

  test('stand behind letters in an order of the seed, and the letter of the right one is the answer', async () => {
    const [question] = await read(JSON.stringify(row), { fields });
    expect(question?.text).toMatch(/^Which\?\n\nA\) [rxyz]\nB\) [rxyz]\nC\) [rxyz]\nD\) [rxyz]$/);
    expect(question?.text).toContain(`${question?.gold}) r`);
    expect(question?.canary).toBe('canary GUID');
  });

  test('put the right one everywhere, evenly', async () => {
    const rows = Array.from({ length: 400 }, (_, n) => JSON.stringify({ ...row, Question: `Q${n}` })).join('\n');
    const counts = new Map<string, number>();
    for (const { gold } of await read(rows, { fields })) counts.set(gold, (counts.get(gold) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual(['A', 'B', 'C', 'D']);
    // Six standard deviations of a fair draw: 100 ± 52.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(52);
  });

  test.each([
    [{ question: 'Which?', choices: ['x', 'r'], answer: 1 }],
    [{ question: 'Which?', choices: ['x', 'r'], answer: 'B' }],
    [{ question: 'Which?', choices: ['x', 'r'], answer: 'r' }],
    [{ question: 'Which?', choices: ['x', 'r'], answer: '1' }],
  ])('may stand in a list, with the right one told in any way: %j', async (value) => {
    const [question] = await read(JSON.stringify(value), { fields: { choices: 'choices' } });
    expect(question?.text).toContain(`${question?.gold}) r`);
  });

  test.each([
    [{ question: 'Q', choices: 'x', answer: 0 }, '"choices" must be a list of 2 to 10 choices, got a string'],
    [{ question: 'Q', choices: ['x', 'y'], answer: 'C' }, 'the answer "C" is none of the 2 choices'],
  ])('that cannot be used are told: %j', async (value, message) => {
    await expect(read(JSON.stringify(value), { fields: { choices: 'choices' } })).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});

describe('a file that cannot be used says why', () => {
  test.each([
    ['', 'my.jsonl has no rows.'],
    ['\n\n', 'my.jsonl has no rows.'],
    ['{"question": "Q", "anwser": "1"}', 'my.jsonl has no column "answer"; it has "question", "anwser".'],
    ['{"frage": "Q", "answer": "1"}', 'my.jsonl has no column "question"; it has "frage", "answer".'],
    ['{"question": "Q", "answer": "1"}\nnonsense', 'line 2 of my.jsonl is not JSON'],
    ['{"question": "Q", "answer": "1"}\n[1]', 'line 2 of my.jsonl is not an object.'],
    [
      '{"question": "Q", "answer": null}',
      'line 1 of my.jsonl: the answer ("answer") must be a text or a number, got null',
    ],
    ['{"question": ["Q"], "answer": "1"}', 'the question ("question") must be a text or a number, got a list'],
    ['{"question": " ", "answer": "1"}', 'got an empty text'],
    ['{"question": "Q", "answer": "1"}\n{"question": "Q"}', 'line 2 of my.jsonl: the answer ("answer")'],
    [
      '{"id": 1, "question": "Q", "answer": "1"}\n\n{"id": "1", "question": "R", "answer": "1"}',
      'my.jsonl has the id "1" twice: in line 1 and line 3.',
    ],
  ])('%j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_DATA_INVALID',
      message: expect.stringContaining(message),
    });
  });

  test('with the nearest column to a misspelt one', async () => {
    await expect(read('{"question": "Q", "anwser": "1"}')).rejects.toMatchObject({
      hint: 'Did you mean "anwser"? Then say --field answer=anwser.',
    });
  });

  test('whatever stands in it, and never by anything but an error to act on', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.string());
    const rows = fc.array(fc.record({ question: value, answer: value, id: value }, { requiredKeys: [] }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        try {
          const questions = await read(list.map((row) => JSON.stringify(row)).join('\n'));
          expect(questions).toHaveLength(list.length);
          for (const { text, gold } of questions) expect(text !== '' && gold !== '').toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_DATA_INVALID' });
        }
      }),
    );
  });
});

async function read(text: string, options: Partial<ReadQuestionsOptions> = {}): Promise<Question[]> {
  const rows = await parseRows(new TextEncoder().encode(text), 'jsonl', 'my.jsonl');
  // Ids are numbers of rows where there is no column of ids.
  return readQuestions(rows, { fields: {}, seed: 0, shown: 'my.jsonl', ...options });
}
