import { MullError } from '../core/mull-error.ts';

/** The parts of `@huggingface/hub` that mull uses. */
export type HubLibrary = Pick<
  typeof import('@huggingface/hub'),
  'modelInfo' | 'datasetInfo' | 'listModels' | 'listDatasets' | 'listFiles' | 'fileDownloadInfo' | 'downloadFile'
>;

const used: readonly (keyof HubLibrary)[] = [
  'modelInfo',
  'datasetInfo',
  'listModels',
  'listDatasets',
  'listFiles',
  'fileDownloadInfo',
  'downloadFile',
];
const install = 'npm install @huggingface/hub@^2.17.5';

/**
 * The optional peer that speaks the Hub's protocol, loaded when something is pulled and not before.
 *
 * @throws E_PEER_MISSING when it is not installed, or is of a version that lacks what mull uses
 */
export async function loadHub(
  load: () => Promise<Partial<HubLibrary>> = () => import('@huggingface/hub'),
): Promise<HubLibrary> {
  let library: Partial<HubLibrary>;
  try {
    library = await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new MullError('E_PEER_MISSING', 'Pulling from the Hub needs the package @huggingface/hub.', {
      hint: install,
      cause: error,
    });
  }
  const lacking = used.find((name) => typeof library[name] !== 'function');
  if (lacking === undefined) return library as HubLibrary;
  throw new MullError('E_PEER_MISSING', `The installed @huggingface/hub has no function ${lacking}.`, {
    hint: install,
  });
}
