import { type HubOptions, readHubSettings } from '../hub/hub-settings.ts';
import type { Host } from './host.ts';

/** Where the Hub is, who asks and where models are kept, from the environment of the host. */
export async function hubOptions(host: Host): Promise<HubOptions & { readonly cacheDir: string }> {
  const { endpoint, token = '', cacheDir, offline } = await readHubSettings({}, host.environment);
  return { endpoint, token, cacheDir, offline };
}
