const pieces: readonly string[] = [
  ...['1', '2', '10', '0.5', '.25', '1,000', '0', 'x', 'y', 'n', 'a', 'A', 'B', 'e', 'i', '+', '-', '*', '/', '^', '_'],
  ...['=', '<', '\\le', '>', '(', ')', '[', ']', '{', '}', '\\{', '\\}', '|', ',', ';', ':', '\\frac', '\\frac{1}{2}'],
  ...['\\sqrt', '\\sqrt{2}', '\\pm', '\\cup', '\\in', '\\mathbb{R}', '\\infty', '\\text{cm}', '\\text{ and }', '\\%'],
  ...['%', '^\\circ', '$', '\\$', '!', '\\sum_{k=1}^{5}', '\\binom', '\\begin{pmatrix}', '\\end{pmatrix}', '&', '\\\\'],
  ...['\\boxed{', ' ', ' and ', 'or', 'is', 'The answer is ', 'Answer: ', 'red', 'cm', 'm/s', '\\left', '\\right', "'"],
  ...['\\log', '\\sin', '°', '²', '½', '…', '7:30', 'pm', '\\overline{3}', '_2', '\\approx', '\\ne', '\\ldots', 'if'],
  ...['to', 'th', '\n', '\u0000', '😀', '答案', '\\pi', '\\begin{cases}', '\\end{cases}', '\\emptyset', '12', '\\div'],
];

/**
 * Endless pairs of texts that look like answers: pieces of notation in any order, and answers with a piece put in,
 * taken out or moved. Every third second text is a change of the first, so that equal pairs occur.
 *
 * @param answers - answers to start from
 */
export function* fuzzedPairs(
  seed: number,
  answers: readonly string[],
): Generator<readonly [string, string], never, void> {
  const random = mulberry(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const soup = (): string => {
    const length = 1 + Math.floor(random() * 9);
    return Array.from({ length }, () => pick(pieces) + (random() < 0.2 ? ' ' : '')).join('');
  };
  const change = (text: string): string => {
    const at = Math.floor(random() * text.length);
    const way = random();
    if (way < 0.4) return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 4));
    return way < 0.8 ? text.slice(0, at) + pick(pieces) + text.slice(at) : text.slice(at) + text.slice(0, at);
  };
  for (;;) {
    const first = random() < 0.6 ? soup() : change(pick(answers));
    yield [first, random() < 0.33 ? change(first) : random() < 0.5 ? soup() : change(pick(answers))];
  }
}

/** The generator mulberry32 of Tommy Ettinger (public domain). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
