/** What an answer holds, as text. */

/** Rejects when it is longer, or was cut: a peer must not fill our memory. */
export async function readAtMost(response: Response, bytes: number): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > bytes) throw new Error(`the answer is longer than ${bytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
