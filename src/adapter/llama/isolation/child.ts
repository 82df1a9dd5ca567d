// The process that `isolate` and trials run in: answers calls, and ends when its parent does.

import type { FromChild, ToChild } from './protocol.ts';
import { IsolationServer } from './server.ts';

const server: IsolationServer = new IsolationServer((message: FromChild) => {
  if (process.connected) process.send?.(message);
});

process.on('message', (message) => server.receive(message as ToChild));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; what it means is for the parent to decide.
process.on('SIGINT', () => undefined);
