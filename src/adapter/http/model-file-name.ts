/** llama-server calls a model by the path of its file: the name of that file; other names as they are. */
export function modelFileName(name: string): string {
  return name.replace(/^.*[/\\](?=[^/\\]*\.gguf$)/i, '').replace(/\.gguf$/i, '');
}
