/** Puts many files into several vaults at once until it is killed; prints each that was acknowledged: vault, name. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { madeFile, openParts, put, type VaultParts } from './parts.ts'

const roots = process.argv.slice(2)
// Everything is loaded now; what follows is what a kill may hit.
process.stdout.write('loaded\n')
await once(process.stdin, 'data')

const sizes = [0, 1, 900, 20_000, 65_536, 70_000, 200_000, 600_000]

async function upload({ vault, root }: VaultParts): Promise<never> {
  for (;;) {
    const [pick = 0] = randomBytes(1)
    const { name, content } = madeFile(randomBytes(8).toString('hex'), sizes[pick % sizes.length] ?? 0)
    await put(vault, content, { changes: { name, source: `camera-${pick % 3}` }, piece: 30_000 })
    process.stdout.write(`${roots.indexOf(root)} ${name}\n`)
  }
}

await Promise.all(
  roots.map(async (root) => {
    const parts = await openParts(root)
    await Promise.all([upload(parts), upload(parts), upload(parts)])
  }),
)
