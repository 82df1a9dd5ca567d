import type { OpenEngineOptions } from '../adapter/open-engine.ts';
import type { Engine } from '../engine/engine.ts';

/** Somewhere text goes to. */
export interface Output {
  /** Whether a person is looking at it. */
  readonly isTerminal: boolean;
  /** Of the terminal; undefined elsewhere. May change while it is used. */
  readonly columns: number | undefined;
  /**
   * Waits until the text was taken, so that a slow reader slows the work down.
   *
   * @throws ClosedOutput when nobody reads any more, E_OUTPUT_FAILED when it cannot be written
   */
  write(text: string): Promise<void>;
}

/** Nobody reads the output any more (`mull think | head -1`): the reason to stop quietly. */
export class ClosedOutput extends Error {
  override readonly name = 'ClosedOutput';
}

/** Everything outside of the command line that it touches, so that it can be tested without a process. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The version of the package. */
  readonly version: string;
  /** The path of the script that was started. */
  readonly script: string;
  workingDirectory(): string;
  readonly input: AsyncIterable<Uint8Array> & { readonly isTerminal: boolean };
  readonly output: Output;
  readonly errorOutput: Output;
  /** Asks a person for a line; undefined when they would rather leave. Only where input and output are terminals. */
  ask(message: string, placeholder: string): Promise<string | undefined>;
  openEngine(specification: string, options?: OpenEngineOptions): Promise<Engine>;
  /** Calls the listener at every Ctrl-C, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Calls the listener when the process is asked to end by whoever runs it, until the returned function is called. */
  onTerminate(listener: () => void): () => void;
  /** Ends the process at once, whatever still runs. */
  quit(exitCode: number): void;
}
