/** How the length of thinking is asked for in words, and how it is forced as well. */
export interface ControlSetting {
  /** As in the paper's Table 3: TCC, SCC and CCC, each also + BF. */
  readonly row: string;
  /** For `mull eval --method`. */
  readonly method: string;
  /** Thinking tokens that were asked for: a step counts as 100, as in the paper. */
  readonly max?: number;
  /** `short` asks for less than the model thinks by itself, `long` for more. */
  readonly length?: 'short' | 'long';
}

const tokensPerStep = 100;
const rows = (force: boolean, row: string): string => (force ? `${row} + BF` : row);
const forced = (force: boolean): string => (force ? ',force=true' : '');

/** Token-, step- and class-conditional control, each in words alone and with budget forcing. */
export const controlSettings: readonly ControlSetting[] = [false, true].flatMap((force): ControlSetting[] => [
  ...[64, 128].map((max) => ({
    row: rows(force, 'token-conditional'),
    method: `conditional:tokens=${max}${forced(force)}`,
    max,
  })),
  ...[1, 2].map((steps) => ({
    row: rows(force, 'step-conditional'),
    method: `conditional:steps=${steps}${forced(force)}`,
    max: steps * tokensPerStep,
  })),
  ...(['short', 'long'] as const).map((length) => ({
    row: rows(force, 'class-conditional'),
    method: `conditional:length=${length}${forced(force)}`,
    length,
  })),
]);
