import { existsSync } from 'node:fs';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Engine } from '../engine/engine.ts';
import { bundledModels } from '../hub/bundled-models.ts';
import type { ChatApi } from './http/chat/chat-dialect.ts';
import type { ToldFacts } from './http/told-facts.ts';
import type { WayName } from './http/way-name.ts';
import type { HubPull } from './open-hub-model.ts';
import { openHubModel } from './open-hub-model.ts';
import { openModelFile } from './open-model-file.ts';

/** How to open an engine; an option that the kind of engine does not have is refused. */
export interface OpenEngineOptions {
  /** Tokens of one sequence. */
  readonly contextSize?: number;
  /** Sequences that can be open at the same time. */
  readonly slots?: number;
  /** Chat template (Jinja) to use instead of the model's own. */
  readonly chatTemplate?: string;
  /** The name of a thinking format, or the fields in which the one that is found is wrong. */
  readonly thinking?: string | Partial<ThinkingFormat>;
  /** How a model on this machine is called; default: as its file. */
  readonly name?: string;
  /** Models on this machine: threads that compute. */
  readonly threads?: number;
  /** Models on this machine: layers that go to the GPU. */
  readonly gpuLayers?: number;
  /** Models on this machine: run the model in a process of its own. */
  readonly isolate?: boolean;
  /** Servers: which of its models. */
  readonly model?: string;
  /** Servers: sent as `authorization: Bearer`, never part of an error or a record. */
  readonly apiKey?: string;
  /** Servers: the one way in which it is to be used. */
  readonly way?: WayName;
  /** Servers: what is known better than its probe would find out. */
  readonly facts?: ToldFacts;
  /** Servers: which API is spoken to them; default: found out. */
  readonly api?: ChatApi;
  /** Servers: certificates (PEM) that are trusted besides those of the system. */
  readonly ca?: string;
  /** Servers: trust any certificate. */
  readonly insecure?: boolean;
  /** Where and how models are pulled from the Hub. */
  readonly hub?: HubPull;
  readonly signal?: AbortSignal;
}

const forms = 'Use `pebble`, the path of a .gguf file, hf:owner/repo, or the URL of a server.';
const ofFiles = ['name', 'threads', 'gpuLayers', 'isolate'] as const;
const ofServers = ['model', 'apiKey', 'api', 'way', 'facts', 'ca', 'insecure'] as const;

/**
 * Opens an engine by the name one types: `pebble`, the path of a GGUF file, `hf:owner/repo[:file]` for a model of the
 * Hugging Face Hub, or the URL of a server. Needs Node.
 *
 * @throws E_ENGINE_UNKNOWN, E_OPTION_INVALID, E_MODEL_NOT_FOUND, what pulling a model throws, and what the engine throws
 * when it loads the model or connects
 */
export async function openEngine(specification: string, options: OpenEngineOptions = {}): Promise<Engine> {
  if (/^https?:/i.test(specification)) return openServer(specification, options);
  refuse(ofServers, options, `${specification} is no server`);
  const { model, apiKey, api, way, facts, ca, insecure, hub, signal, ...rest } = options;
  const bundled = bundledModels().find(({ name }) => name === specification);
  if (bundled) return openModelFile(bundled.path, { name: bundled.name, ...rest });
  if (/^hf:/i.test(specification)) return openHubModel(specification, { ...hub, signal }, rest);
  if (/\.gguf$/i.test(specification)) return openModelFile(specification, rest);
  throw unknown(specification);
}

async function openServer(url: string, options: OpenEngineOptions): Promise<Engine> {
  refuse(ofFiles, options, 'the engine is a server');
  const { name, threads, gpuLayers, isolate, hub, ca, insecure, ...rest } = options;
  const [{ createHttpEngine }, { nodeFetch }] = await Promise.all([
    import('./http/create-http-engine.ts'),
    import('./node-fetch.ts'),
  ]);
  const fetch = nodeFetch({ ...(ca === undefined ? {} : { ca }), ...(insecure === undefined ? {} : { insecure }) });
  return createHttpEngine({ url, fetch, ...rest });
}

/** Options that would do nothing are mistakes. */
function refuse(names: readonly (keyof OpenEngineOptions)[], options: OpenEngineOptions, because: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new MullError('E_OPTION_INVALID', `The option ${given} means nothing here: ${because}.`, {
    hint: 'Leave it out.',
  });
}

function unknown(specification: string): MullError {
  const near = nearestName(
    specification,
    bundledModels().map(({ name }) => name),
  );
  const isPath = specification !== '' && existsSync(specification);
  const meant = near ?? (isPath ? undefined : withScheme(specification));
  return new MullError(
    'E_ENGINE_UNKNOWN',
    isPath ? `${specification} is not a .gguf file.` : `There is no engine "${specification}".`,
    { hint: meant === undefined ? forms : `Did you mean "${meant}"?` },
  );
}

/** What a scheme was left out of: `127.0.0.1:8080/v1` of a server, `owner/repo` of a model on the Hub. */
function withScheme(specification: string): string | undefined {
  if (/^([\w-]+(\.[\w-]+)*|\[[\da-f:]+\]):\d{2,5}(\/|$)/i.test(specification)) return `http://${specification}`;
  return /^[\w.-]+\/[\w.-]+(?::\S+)?$/.test(specification) ? `hf:${specification}` : undefined;
}
