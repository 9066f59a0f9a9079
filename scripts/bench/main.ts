/** The command `npm run bench`: runs the named bench, or all of them, each printing one JSON line per case. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What every bench exports. Arguments are those behind its name. */
interface Bench {
  run(args: string[]): Promise<void>
}

/** Files of this folder that benches share; every other one is a bench. */
const shared = ['main.ts', 'line.ts', 'bodies.ts']

const [name, ...args] = process.argv.slice(2).filter((word) => word !== '--')
const names = await benchNames()

if (name !== undefined && !names.includes(name)) {
  console.error(`There is no bench called ${name}. Benches: ${names.join(', ')}.`)
  process.exit(2)
}
for (const each of name === undefined ? names : [name]) {
  const bench: Bench = await import(join(import.meta.dirname, `${each}.ts`))
  await bench.run(args)
}

async function benchNames(): Promise<string[]> {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => file.endsWith('.ts') && !shared.includes(file),
  )
  return files.map((file) => file.slice(0, -3)).sort()
}
