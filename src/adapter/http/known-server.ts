import { findThinkingFormat } from '../../template/find-thinking-format.ts';
import type { HttpEngineOptions } from './http-engine-options.ts';
import type { Connect } from './probe/find-api.ts';
import { getToKnow, type KnownServer } from './probe/get-to-know.ts';
import type { ServerUrl } from './server-url.ts';

const mostRemembered = 64;
const remembered = new Map<string, Promise<KnownServer>>();

/** What this process knows of a server and model already, else what it finds out now. Failures are not remembered. */
export function knownServer(connect: Connect, url: ServerUrl, options: HttpEngineOptions): Promise<KnownServer> {
  const { model, contextSize, chatTemplate, thinking, signal, probeQuestion, facts = {} } = options;
  const thorough =
    options.probe === 'thorough' ||
    options.abilities?.continuation === 'none' ||
    options.way === 'own' ||
    options.way === 'effort';
  const key = JSON.stringify([url.base, model, contextSize, chatTemplate, thinking, thorough, facts, options.api]);
  const known = options.probe !== undefined && options.probe !== 'once' ? undefined : remembered.get(key);
  if (known !== undefined) return known;
  const finding = getToKnow(connect, url, {
    ...(model === undefined ? {} : { model }),
    ...(contextSize === undefined ? {} : { contextSize }),
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(signal === undefined ? {} : { signal }),
    ...(probeQuestion === undefined ? {} : { question: probeQuestion }),
    ...(options.api === undefined ? {} : { api: options.api }),
    told: facts,
    thorough,
    formatFor: (name, template) => findThinkingFormat({ name, chatTemplate: template, thinking }),
  });
  const oldest = remembered.keys().next();
  if (remembered.size >= mostRemembered && !oldest.done) remembered.delete(oldest.value);
  remembered.set(key, finding);
  finding.catch(() => {
    if (remembered.get(key) === finding) remembered.delete(key);
  });
  return finding;
}
