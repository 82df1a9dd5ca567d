import { byteText } from '../core/byte-text.ts';
import type { MachineFacts, PeerFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { fitsVersion, isAtLeast } from './fits-version.ts';

/** The version in package.json's `engines`. */
const leastNode = '22.12';
/** Free memory below this share of all makes machines slow. */
const littleShare = 0.1;

/** What is to be said of the machine and the packages on it. */
export function machineFindings(machine: MachineFacts, peers: readonly PeerFacts[]): Finding[] {
  return [nodeFinding(machine), memoryFinding(machine), ...peers.map(peerFinding)];
}

function nodeFinding({ node, platform }: MachineFacts): Finding {
  const finding = { section: 'machine', what: 'Node.js', value: `${node} on ${platform}` } as const;
  if (isAtLeast(node, leastNode)) return { ...finding, verdict: 'ok' };
  return { ...finding, verdict: 'failed', remedy: `Install Node.js ${leastNode} or newer: https://nodejs.org` };
}

function memoryFinding({ memoryBytes, freeBytes }: MachineFacts): Finding {
  const value = `${byteText(freeBytes)} of ${byteText(memoryBytes)} free`;
  const finding = { section: 'machine', what: 'Memory', value } as const;
  if (freeBytes >= littleShare * memoryBytes) return { ...finding, verdict: 'ok' };
  return { ...finding, verdict: 'warning', remedy: 'Close other programs: models need room.' };
}

function peerFinding({ name, version, wanted, purpose, needed }: PeerFacts): Finding {
  const finding = { section: 'machine', what: name } as const;
  const remedy = `npm install ${name}@${wanted}`;
  if (version === undefined) {
    return needed
      ? { ...finding, verdict: 'failed', value: `not installed; this engine needs it for ${purpose}`, remedy }
      : { ...finding, verdict: 'ok', value: `not installed; only ${purpose} would need it` };
  }
  if (fitsVersion(version, wanted)) return { ...finding, verdict: 'ok', value: `${version}, for ${purpose}` };
  const value = `${version}; mull works with ${wanted}`;
  return { ...finding, verdict: needed ? 'failed' : 'warning', value, remedy };
}
