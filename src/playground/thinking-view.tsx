import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Piece } from './run-state.ts';
import { tokens } from './run-state.ts';

/** Thinking as it streams; it follows its end as long as the reader has not scrolled away from it. */
export function ThinkingView({
  pieces,
  live,
}: {
  readonly pieces: readonly Piece[];
  readonly live: boolean;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <section
      class={`thinking${live ? ' live' : ''}`}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
      tabIndex={0}
      aria-label="Thinking"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {pieces.length === 0 ? (
        <p class="empty">{live ? 'Nothing yet.' : 'It did not think.'}</p>
      ) : (
        pieces.map(shownPiece)
      )}
    </section>
  );
}

function shownPiece(piece: Piece, index: number): JSX.Element {
  switch (piece.kind) {
    case 'text':
      // Many models begin with an empty line.
      return <span key={index}>{index === 0 ? piece.text.trimStart() : piece.text}</span>;
    case 'wait':
      return (
        <ins key={index} class="wait" title={`Wait ${piece.n}, after ${tokens(piece.position)}`}>
          <span class="unseen">Told to think on: </span>
          {piece.text === '' ? '(nothing)' : piece.text}
        </ins>
      );
    case 'cut':
      return (
        <span key={index} class="cut">
          <span>cut after {tokens(piece.position)}</span>
        </span>
      );
  }
}
