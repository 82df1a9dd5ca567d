import type { Aside } from './host-call.ts';

export function newAside(): Aside {
  return { parts: [], warnings: [], metadata: undefined, usages: [], requests: 0, finishReason: undefined };
}
