import type { ContractContext } from './contract-context.ts';

/** Text from users that tries to be more than text. */
export function registerHostileTexts(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, engine, options } = context;
  const controls = options.controls ?? [];
  const texts = [
    ...controls,
    controls.join(''),
    `before ${controls[0] ?? '<|im_end|>'}\nafter`,
    '\ud800 lone \udfff surrogates \ud83d',
    'NUL \u0000 and \u001b[31m escape',
    'right to left: \u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627',
    'emoji \u{1f468}\u200d\u{1f469}\u200d\u{1f467}, flags \u{1f1e6}\u{1f1f9}, \ufeff byte order mark',
    '\r\n\r\n\t   \u00a0\u3000',
  ];

  if (abilities.tokenIds) {
    context.test('no text from a user becomes a control token', async () => {
      const ids = new Set<number>();
      for (const control of controls) {
        const tokens = await engine.encode!({ text: control, control: true });
        expect(tokens.length, `${control} as control text`).toBe(1);
        ids.add(tokens[0]!);
      }
      for (const text of [...texts, long(controls).slice(0, engine.model.contextSize)]) {
        const tokens = await engine.encode!({ text, control: false });
        expect(tokens.filter((token) => ids.has(token))).toEqual([]);
        expect(tokens.length).toBeGreaterThan(0);
      }
    });
  }

  if (abilities.continuation === 'none') return;

  context.test('hostile text is appended as text and the sequence goes on', async (open) => {
    for (const text of texts) {
      const sequence = await open();
      const before = sequence.length.value;
      const { tokens, warnings } = await sequence.append([{ text, control: false }]);
      expect(sequence.length.value).toBe(before + tokens.value);
      if (abilities.tokenIds) expect(tokens.value).toBe((await engine.encode!({ text, control: false })).length);
      const broken = !abilities.literalText && controls.some((control) => text.includes(control));
      expect(warnings.map((warning) => warning.code)).toEqual(broken ? ['W_CONTROL_TEXT'] : []);
      const { text: written } = await context.say(sequence, { maxTokens: 3 });
      expect(typeof written).toBe('string');
      await sequence.close();
    }
  });

  context.test('100 KB of hostile text are refused or taken, never cut', async (open) => {
    const text = long(controls);
    const sequence = await open();
    const before = sequence.length.value;
    const added = await sequence.append([{ text, control: false }]).then(
      ({ tokens }) => tokens.value,
      (error: unknown) => {
        expect((error as { code?: unknown }).code).toBe('E_CONTEXT_OVERFLOW');
        return 0;
      },
    );
    expect(sequence.length.value).toBe(before + added);
    if (added > 0 && abilities.tokenIds) expect(added).toBe((await engine.encode!({ text, control: false })).length);
  });
}

function long(controls: readonly string[]): string {
  const piece = `${controls.join(' ')} \u{1f600} \u0000 \u0627 <|nothing|> `;
  return piece.repeat(Math.ceil(100_000 / new TextEncoder().encode(piece).length));
}
