/** Reads standard input, and never more of it than is asked for. */

/** At most a little more than `maxBytes`, so that a longer input can be told by its length. */
export async function readInput(maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > maxBytes) break
  }
  return Buffer.concat(chunks)
}
