import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import { formatFromTemplate } from './format-from-template.ts';
import { knownFormats, promptedFormat } from './known-formats.ts';

/** What is known of a model when its thinking format is looked for. */
export interface FormatQuestion {
  readonly name: string;
  readonly chatTemplate?: string;
  /** A whole format, the name of a known one, or the fields in which the one that is found is wrong. */
  readonly thinking?: string | Partial<ThinkingFormat>;
}

/**
 * How a model marks its thinking: as the user says, else as its chat template shows, else as its family does, else
 * by an instruction in words.
 *
 * @throws E_OPTION_INVALID for an unknown name, or delimiters that do not end; E_TEMPLATE_INVALID
 */
export function findThinkingFormat(model: FormatQuestion): ThinkingFormat {
  const { thinking } = model;
  if (typeof thinking === 'string') return named(thinking, model);
  if (thinking === undefined) return found(model);
  return overridden(thinking, model);
}

function found({ name, chatTemplate }: FormatQuestion): ThinkingFormat {
  const shown = chatTemplate === undefined ? undefined : formatFromTemplate(chatTemplate);
  if (shown) return { ...shown, foundBy: 'template' };
  const family = knownFormats.find((known) => known.family?.test(name));
  return family ? { ...family.format, foundBy: 'family' } : { ...promptedFormat, foundBy: 'prompted' };
}

function named(name: string, model: FormatQuestion): ThinkingFormat {
  if (name === promptedFormat.name) return { ...promptedFormat, foundBy: 'user' };
  const shown = model.chatTemplate === undefined ? undefined : formatFromTemplate(model.chatTemplate);
  // The template may open the same format itself, or have a switch for it.
  if (shown?.name === name) return { ...shown, foundBy: 'user' };
  const known = knownFormats.find(({ format }) => format.name === name);
  if (known) return { ...known.format, foundBy: 'user' };
  const names = [...knownFormats.map(({ format }) => format.name), promptedFormat.name];
  const near = nearestName(name, names);
  throw new MullError('E_OPTION_INVALID', `There is no thinking format "${name}".`, {
    hint: near === undefined ? `Known are ${names.join(', ')}; or give the delimiters.` : `Did you mean "${near}"?`,
  });
}

function overridden(thinking: Partial<ThinkingFormat>, model: FormatQuestion): ThinkingFormat {
  const base = found(model);
  const { open = base.open, close = base.close } = thinking;
  const derived: ThinkingFormat = {
    ...(thinking.close === undefined && thinking.open === undefined ? base : withoutOwn(base)),
    name: 'custom',
    open,
    close,
    ends: thinking.close === undefined ? base.ends : [close],
    cut: thinking.close === undefined ? base.cut : close,
    reopens: thinking.open === undefined ? base.reopens : open.trim() === '' ? [] : [open.trim()],
    foundBy: 'user',
  };
  const format: ThinkingFormat = { ...derived, ...defined(thinking), foundBy: 'user' };
  if (format.close === '' || format.ends.length === 0 || format.ends.includes('')) {
    throw new MullError('E_OPTION_INVALID', 'A thinking format needs a text that ends thinking, got an empty one.', {
      hint: 'Give `close`, for example `{ open: "<think>", close: "</think>" }`.',
    });
  }
  return format;
}

/** Other delimiters make headers and instructions of the format that was found meaningless; its switch still holds. */
function withoutOwn({ header, instruction, ...rest }: ThinkingFormat): ThinkingFormat {
  return rest;
}

function defined(thinking: Partial<ThinkingFormat>): Partial<ThinkingFormat> {
  return Object.fromEntries(Object.entries(thinking).filter(([, value]) => value !== undefined));
}
