import type { Media, Message, Tool } from '../core/message.ts';

/**
 * A piece of a prompt, or of what is appended to one.
 *
 * `control: true` marks text written by mull or a chat template, in which `<|im_start|>` is a control token.
 * `control: false` marks text from users and data, in which it is eleven characters.
 */
export type Part =
  | { readonly text: string; readonly control: boolean }
  | { readonly tokens: readonly number[] }
  | { readonly media: Media };

/** What a sequence is opened with; `messages` where the server renders its own template. */
export type Prompt =
  | { readonly parts: readonly Part[] }
  | { readonly messages: readonly Message[]; readonly tools?: readonly Tool[] };
