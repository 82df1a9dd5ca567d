import { useEffect, useState } from 'preact/hooks';
import { headersOf } from './start-run.ts';

/** The server behind the page, as far as it is known. */
export interface ServerFacts {
  readonly model: string;
  readonly contextSize: number;
  /** Why it could not be asked. */
  readonly trouble?: 'key' | 'unreachable';
}

const unknown: ServerFacts = { model: '', contextSize: 1024 };

/** Asks the server what it serves, again whenever the key changes. */
export function useServer(key: string): ServerFacts {
  const [facts, setFacts] = useState(unknown);
  useEffect(() => {
    let current = true;
    ask(key).then((found) => {
      if (current) setFacts(found);
    });
    return () => {
      current = false;
    };
  }, [key]);
  return facts;
}

async function ask(key: string): Promise<ServerFacts> {
  try {
    const models = await fetch('v1/models', { headers: headersOf(key) });
    if (models.status === 401) return { ...unknown, trouble: 'key' };
    const listed = (await models.json()) as { data?: { id: string; context_length?: number }[] };
    const [model] = listed.data ?? [];
    return {
      model: model?.id ?? '',
      contextSize: model?.context_length ?? unknown.contextSize,
    };
  } catch {
    return { ...unknown, trouble: 'unreachable' };
  }
}
