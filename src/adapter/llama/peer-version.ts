/** The one version whose internals mull knows; package.json names the same. */
export const peerVersion = '3.22.1';
export const installCommand: string = `npm install node-llama-cpp@${peerVersion}`;
