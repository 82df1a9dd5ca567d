import type { Message } from '../../core/message.ts';
import type { RunPlan, RunSetting } from '../../core/run-plan.ts';

/** What is sent for a question: the system message, the question in its prompt, and the words about length behind it. */
export function buildMessages(
  question: string,
  plan: Pick<RunPlan, 'system' | 'prompt'>,
  setting: Pick<RunSetting, 'prompt'>,
): readonly Message[] {
  const { system, prompt = '{question}' } = plan;
  const asked = prompt.replaceAll('{question}', () => question);
  const content = setting.prompt === undefined ? asked : `${asked}\n\n${setting.prompt}`;
  return [...(system === undefined ? [] : [{ role: 'system' as const, content: system }]), { role: 'user', content }];
}
