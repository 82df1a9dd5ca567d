import type { Engine } from '../engine/engine.ts';
import { showsTools } from './shows-tools.ts';

/** Whether a model can be told of tools: by its engine, or in a chat template that has a place for them. */
export function takesTools({ abilities, model }: Pick<Engine, 'abilities' | 'model'>): boolean {
  return abilities.tools || (model.chatTemplate !== undefined && showsTools(model.chatTemplate));
}
