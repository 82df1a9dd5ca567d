import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ToolCallReader } from '../../src/template/tool-call-reader.ts';

const tools = [{ name: 'add' }, { name: 'look_up' }];

interface Read {
  readonly text: string;
  readonly calls: readonly (readonly [name: string, given: string])[];
}

/** What a reader makes of an answer that comes in these pieces. */
function read(pieces: readonly string[]): Read {
  const reader = new ToolCallReader(tools);
  const all = [...pieces.map((piece) => reader.push(piece)), reader.end()];
  return {
    text: all.map(({ text }) => text).join(''),
    calls: all.flatMap(({ calls }) => calls.map(({ name, arguments: given }) => [name, given] as const)),
  };
}

const answers: readonly (readonly [string, Read])[] = [
  ['It is 4.', { text: 'It is 4.', calls: [] }],
  [
    'Let me see.\n<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>',
    { text: 'Let me see.\n', calls: [['add', '{"a":1}']] },
  ],
  [
    '<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>\n<tool_call>{"name": "look_up", "arguments": {}}</tool_call>',
    {
      text: '\n',
      calls: [
        ['add', '{"a":1}'],
        ['look_up', '{}'],
      ],
    },
  ],
  [
    '<tool_call>\n<function=add>\n<parameter=a>\n1\n</parameter>\n<parameter=note>\nas text\n</parameter>\n</function>\n</tool_call>',
    { text: '', calls: [['add', '{"a":1,"note":"as text"}']] },
  ],
  ['[TOOL_CALLS][{"name": "add", "arguments": {"a": 1}}]', { text: '', calls: [['add', '{"a":1}']] }],
  ['[TOOL_CALLS]add[ARGS]{"a": 1}', { text: '', calls: [['add', '{"a":1}']] }],
  ['{"name": "add", "parameters": {"a": 1}}', { text: '', calls: [['add', '{"a":1}']] }],
  ['<tool_call>{"name": "add", "arguments": {"a": 1}}', { text: '', calls: [['add', '{"a":1}']] }],
  // What is no call stays what it is.
  ['{"answer": 4}', { text: '{"answer": 4}', calls: [] }],
  ['Use {"name": "add"} here.', { text: 'Use {"name": "add"} here.', calls: [] }],
  ['<tool_call>not json</tool_call> so', { text: '<tool_call>not json</tool_call> so', calls: [] }],
  [
    '<tool_call>{"name": "unknown", "arguments": {}}</tool_call>',
    { text: '<tool_call>{"name": "unknown", "arguments": {}}</tool_call>', calls: [] },
  ],
  ['1 < 2 and <tool', { text: '1 < 2 and <tool', calls: [] }],
];

describe('calls of tools in an answer', () => {
  test.each(answers)('%s', (answer, expected) => {
    expect(read([answer])).toEqual(expected);
  });

  test('are found however the answer is cut into pieces', () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...answers), cuts, ([answer, expected], at) => {
        const places = [0, ...at.map((place) => place % (answer.length + 1)).sort((a, b) => a - b), answer.length];
        const pieces = places.slice(1).map((end, index) => answer.slice(places[index], end));
        expect(read(pieces)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('a text without calls is told at once, piece by piece', () => {
    const reader = new ToolCallReader(tools);
    expect(reader.push('It ')).toEqual({ text: 'It ', calls: [] });
    expect(reader.push('is <')).toEqual({ text: 'is ', calls: [] });
    expect(reader.push('b>4')).toEqual({ text: '<b>4', calls: [] });
  });
});
