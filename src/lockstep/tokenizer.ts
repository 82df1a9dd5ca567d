/** Text to token ids and back, for one model. */
export interface Tokenizer {
  /** `control`: whether control strings in the text become control tokens. Never adds tokens of its own. */
  encode(text: string, control: boolean): readonly number[];
  /** The UTF-8 bytes a token stands for; for a control token those of its name. */
  bytes(token: number): Uint8Array;
  /** Tokens with which the model ends its turn. */
  readonly turnEnds: ReadonlySet<number>;
}
