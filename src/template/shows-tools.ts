import { compileTemplate } from './compile-template.ts';
import { attempt, templateTraits } from './template-traits.ts';

/** Whether a chat template tells the model of the tools it is given. */
export function showsTools(chatTemplate: string): boolean {
  const parameters = { type: 'object', properties: { mullkey: { type: 'string' } } };
  const tool = { type: 'function', function: { name: 'mulltool', description: 'mulldescription', parameters } };
  const { contentAs } = templateTraits(chatTemplate);
  const content = contentAs === 'parts' ? [{ type: 'text', text: 'mullquestion' }] : 'mullquestion';
  const rendered = attempt(compileTemplate(chatTemplate), { messages: [{ role: 'user', content }], tools: [tool] });
  return rendered?.includes('mulltool') ?? false;
}
