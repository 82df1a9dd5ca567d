import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { peerVersion } from '../../adapter/llama/peer-version.ts';
import type { MachineFacts, PeerFacts } from '../../doctor/facts.ts';

/** What is known of this machine. */
export function gatherMachine(): MachineFacts {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    memoryBytes: memoryOfMachine(),
    freeBytes: process.availableMemory(),
  };
}

/** The optional packages, as they are installed here. */
export async function gatherPeers(needs: { readonly llama: boolean; readonly hub: boolean }): Promise<PeerFacts[]> {
  return [
    {
      name: 'node-llama-cpp',
      version: await installedVersion('node-llama-cpp'),
      wanted: peerVersion,
      purpose: 'larger GGUF models',
      needed: needs.llama,
    },
    {
      name: '@huggingface/hub',
      version: await installedVersion('@huggingface/hub'),
      wanted: '^2.17.5',
      purpose: 'models of the Hub',
      needed: needs.hub,
    },
  ];
}

/** Read from its package.json, so that it need not be loaded; undefined where it is not installed. */
async function installedVersion(name: string): Promise<string | undefined> {
  try {
    let folder = dirname(fileURLToPath(import.meta.resolve(name)));
    while (!(await isPackage(join(folder, 'package.json'), name))) {
      if (dirname(folder) === folder) return undefined;
      folder = dirname(folder);
    }
    return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

async function isPackage(path: string, name: string): Promise<boolean> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as { name?: string }).name === name;
  } catch {
    return false;
  }
}

function memoryOfMachine(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
