import { MullError } from '../../core/mull-error.ts';
import { installCommand, peerVersion } from './peer-version.ts';

type Peer = typeof import('node-llama-cpp');

/**
 * node-llama-cpp, which mull does not install by itself.
 *
 * @param load - how to import it
 * @throws E_PEER_MISSING, E_PEER_VERSION
 */
export async function loadPeer(load: () => Promise<Peer> = () => import('node-llama-cpp')): Promise<Peer> {
  let peer: Peer;
  try {
    peer = await load();
  } catch (cause) {
    throw new MullError('E_PEER_MISSING', 'GGUF models need the package node-llama-cpp, which could not be loaded.', {
      hint: installCommand,
      cause,
    });
  }
  const version = await peer.getModuleVersion();
  if (version !== peerVersion) {
    throw new MullError(
      'E_PEER_VERSION',
      `This version of mull works with node-llama-cpp ${peerVersion}; installed is ${version}.`,
      { hint: installCommand },
    );
  }
  return peer;
}
