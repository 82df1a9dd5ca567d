import { describe, expect, test } from 'vitest';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { renderPrompt } from '../../src/template/render-prompt.ts';

const thinking = findThinkingFormat({ name: 's1' });
const write = '{% for m in messages %}{{ m.content }}{% endfor %}';

function render(chatTemplate: string, content = 'Why?'): string {
  const { parts } = renderPrompt({
    model: { chatTemplate, thinking },
    messages: [{ role: 'user', content }],
    thinking: 'open',
  });
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}

describe('a template that came with a model file cannot do harm', () => {
  test.for([
    ['loops within loops', '{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}'],
    ['endless calls', '{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}'],
    ['an enormous range', '{% for a in range(10 ** 12) %}{{ a }}{% endfor %}'],
    ['many ranges', '{% for a in range(99999) %}{% set b = range(99999) %}{% endfor %}'],
    [
      'a text that doubles',
      "{% set ns = namespace(t='ab') %}{% for a in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}{{ ns.t }}",
    ],
    [
      'a list that doubles',
      '{% set ns = namespace(t=[1]) %}{% for a in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}',
    ],
    [
      'a text repeated by replacing',
      "{% set t = 'a' * 3 %}{{ 'aaaa' | replace('', 'x') }}{% for a in range(10 ** 9) %}{% endfor %}",
    ],
  ])('%s', ([, chatTemplate]) => {
    const start = performance.now();
    expect(() => render((chatTemplate ?? '') + write)).toThrow(expect.objectContaining({ code: 'E_TEMPLATE_INVALID' }));
    expect(findThinkingFormat({ name: 'a', chatTemplate: (chatTemplate ?? '') + write }).foundBy).toBe('prompted');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('a template of a million characters is refused unread', () => {
    expect(() => render('x'.repeat(1_000_000))).toThrow(
      'The chat template has 1000000 characters, at most 500000 fit.',
    );
  });

  test('a template that takes texts apart is refused: pieces could no longer be told from its own text', () => {
    expect(() => render('{% for m in messages %}{{ m.content[:9] }}{% endfor %}')).toThrow(
      expect.objectContaining({ code: 'E_TEMPLATE_INVALID' }),
    );
  });

  test('a template that leaves a question out is refused', () => {
    expect(() => render('Hello{{ bos_token }}')).toThrow(
      'The chat template has no place for a text of message 1 (user).',
    );
  });

  test('a template cannot reach the objects of JavaScript', () => {
    const probes = ['constructor', '__proto__', 'prototype', 'toString', 'process', 'globalThis'];
    const template = probes.map((name) => `[{{ messages.${name} }}{{ messages[0].${name} }}{{ ${name} }}]`).join('');
    expect(render(template + write)).toBe(`${'[]'.repeat(probes.length)}Why?<|im_start|>think`);
  });
});

describe('what templates use of Python', () => {
  test.for([
    ["{{ '{}-{}'.format('a', 'b') }}", 'a-b'],
    ["{{ 'xxaxx'.strip('x') }}|{{ 'xxa'.lstrip('x') }}|{{ 'axx'.rstrip('x') }}", 'a|a|a'],
    ['{% set list = [1, 2] %}{% set nothing = list.append(3) %}{{ list.pop(0) }}{{ list | length }}', '12'],
    ['{% for key, value in {0: 5, 512: 128} | dictsort %}{{ key + 1 }}:{{ value }} {% endfor %}', '1:5 513:128 '],
    ['{% set steps = {16: 2} %}{{ steps[16] }}', '2'],
    ['{% for item in missing %}x{% else %}none{% endfor %}{{ missing | length }}{{ missing | trim }}', 'none0'],
    ["{{ 'a' ~ missing ~ 1 }}", 'a1'],
    ["{% for key, value in [('a', 1), ('b', 2)] %}{{ key }}{{ value }}{% endfor %}", 'a1b2'],
    ['{{ [3, 1, 2] | min }}{{ [3, 1, 2] | max }}', '13'],
  ])('%s', ([template, expected]) => {
    expect(render(`${template}${write}`)).toBe(`${expected}Why?<|im_start|>think`);
  });
});
