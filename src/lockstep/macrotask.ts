/** Lets timers, signals and network events have their turn: `setImmediate` where present, else a message channel. */
export const macrotask: () => Promise<void> =
  typeof globalThis.setImmediate === 'function' ? immediately : throughChannel();

function immediately(): Promise<void> {
  return new Promise((resolve) => {
    globalThis.setImmediate(resolve);
  });
}

/** `setTimeout` would do, but browsers make nested ones wait 4 ms. */
export function throughChannel(): () => Promise<void> {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      channel.port2.postMessage(undefined);
    });
}
