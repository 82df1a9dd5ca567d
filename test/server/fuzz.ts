import { Agent, request } from 'node:http';
import { errorCodes } from '../../src/core/error-codes.ts';
import { randomStream } from '../../src/eval/metrics/random-stream.ts';
import { type FuzzedRequest, fuzzedRequest } from './fuzzed-request.ts';

/** What fuzzing a server came to. */
export interface FuzzReport {
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers that no client should get, each with its request. */
  readonly defects: readonly string[];
}

/** Sends so many fuzzed requests to a server, some at a time, and looks at every answer. */
export async function fuzz(
  url: string,
  options: {
    readonly requests: number;
    readonly seed: number;
    readonly atOnce: number;
    readonly onProgress?: (done: number) => void;
  },
): Promise<FuzzReport> {
  const { uniform } = randomStream(options.seed);
  const random = (): number => uniform();
  const agent = new Agent({ keepAlive: true, maxSockets: options.atOnce });
  const statuses: Record<number, number> = {};
  const defects: string[] = [];
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < options.requests) {
      sent += 1;
      const asked = fuzzedRequest(random);
      const { status, body } = await send(url, asked, agent);
      statuses[status] = (statuses[status] ?? 0) + 1;
      const defect = defectOf(status, body);
      if (defect !== undefined && defects.length < 20) {
        defects.push(
          `${defect}: ${asked.path} ${JSON.stringify(asked.headers)} ${asked.body.slice(0, 600)} -> ${body.slice(0, 300)}`,
        );
      }
      options.onProgress?.(sent);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, worker));
  agent.destroy();
  return { statuses, defects };
}

function send(
  url: string,
  { path, headers, body }: FuzzedRequest,
  agent: Agent,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const sent = request(url + path, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('error', (error) => resolve({ status: 0, body: String(error) }));
    });
    sent.once('error', (error) => resolve({ status: 0, body: String(error) }));
    sent.end(body);
  });
}

/** What is wrong with an answer; undefined where nothing is. */
function defectOf(status: number, body: string): string | undefined {
  if (status === 0) return 'the connection broke';
  if (status === 200) return streamDefect(body);
  let parsed: { error?: { code?: string } };
  try {
    parsed = JSON.parse(body);
  } catch {
    return `status ${status} without JSON`;
  }
  const code = parsed.error?.code ?? '';
  if (!(code in errorCodes)) return `status ${status} without a code`;
  return code === 'E_INTERNAL' || status >= 500 ? `status ${status} ${code}` : undefined;
}

/** Every event of a stream is one of ours: nothing that is in a text may begin another one. */
function streamDefect(body: string): string | undefined {
  if (!body.startsWith('data: ') && !body.startsWith('event: ')) return undefined;
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith(':') || /^event: [a-z_.]+$/.test(line) || line === 'data: [DONE]') continue;
    if (!line.startsWith('data: ')) return 'a stray line in a stream';
    const { error } = JSON.parse(line.slice(6)) as { error?: { code?: string } };
    if (error?.code === 'E_INTERNAL') return 'E_INTERNAL in a stream';
  }
  return undefined;
}
