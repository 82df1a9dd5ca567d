import type { Tool } from '../../core/message.ts';

/** A tool as mull names its fields; what a body leaves out or sets to null is absent. */
export function toolFrom(tool: {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | null | undefined;
}): Tool {
  const { name, description, parameters } = tool;
  return {
    name,
    ...(description == null ? {} : { description }),
    ...(parameters == null ? {} : { parameters }),
  };
}
