import type { ComponentChildren, JSX } from 'preact';
import type { Counting } from '../core/count.ts';
import type { Bound, EndedBy, Receipt } from '../core/receipt.ts';

const endings: Readonly<Record<EndedBy, string>> = {
  model: 'the model itself',
  max: 'the maximum',
  time: 'the deadline',
  loop: 'a loop',
  user: '“Answer now”',
  context: 'the context window',
  tool: 'a call of a tool',
  settled: 'a settled answer',
  none: 'nothing: it did not think',
};
const countings: Readonly<Record<Counting, string>> = {
  exact: 'exact, by token ids',
  reported: 'as the engine reports',
  estimated: 'estimated',
};
const enforcers: Readonly<Record<Bound['by'], string>> = { mull: 'mull', engine: 'the engine', nobody: '–' };

/** The receipt as tables: the bounds first, then the rest, then the warnings. */
export function ReceiptTable({ receipt }: { readonly receipt: Receipt }): JSX.Element {
  const { max, min, waits } = receipt.bounds;
  const { usage } = receipt;
  return (
    <div class="receipt">
      <table>
        <caption>Receipt</caption>
        <thead>
          <tr>
            <th scope="col">bound</th>
            <th scope="col">asked</th>
            <th scope="col">happened</th>
            <th scope="col">held by</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          <BoundRow name="at most" bound={max} />
          <BoundRow name="at least" bound={min} />
          <BoundRow name="waits" bound={waits} />
        </tbody>
      </table>
      <dl>
        <Fact term="thinking">{number(receipt.thinkingTokens)} tokens</Fact>
        <Fact term="answer">{number(receipt.answerTokens)} tokens</Fact>
        <Fact term="appended by mull">{number(receipt.forcedTokens)} tokens</Fact>
        <Fact term="ended by">{endings[receipt.endedBy] ?? receipt.endedBy}</Fact>
        <Fact term="counting">{countings[receipt.counting] ?? receipt.counting}</Fact>
        <Fact term="prompt">
          {number(usage.prompt)} tokens{usage.cached > 0 ? `, ${number(usage.cached)} cached` : ''}
        </Fact>
        <Fact term="engine">{receipt.engine}</Fact>
        <Fact term="seed">{receipt.seed}</Fact>
      </dl>
      {receipt.warnings.length > 0 && (
        <ul class="warnings" aria-label="Warnings">
          {receipt.warnings.map(({ code, message }) => (
            <li key={code + message}>
              <code>{code}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function BoundRow({ name, bound }: { readonly name: string; readonly bound: Bound }): JSX.Element {
  const { asked, effective, happened, by, verdict } = bound;
  const wanted = asked === undefined ? '–' : asked === effective ? number(effective) : `${asked}, got ${effective}`;
  return (
    <tr class={asked === undefined ? 'unasked' : ''}>
      <th scope="row">{name}</th>
      <td>{wanted}</td>
      <td>{number(happened)}</td>
      <td>{enforcers[by]}</td>
      <td>{asked === undefined ? '–' : <span class={`verdict ${verdict}`}>{verdict}</span>}</td>
    </tr>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function number(value: number): string {
  return value.toLocaleString('en');
}
