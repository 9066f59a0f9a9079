/** The command `npm run bench`: runs the named bench, or all of them, each printing one JSON line per case. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What every bench exports. Arguments are those behind its name. */
interface Bench {
  run(args: string[]): Promise<void>
}

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

/** A bench is a file of this folder that exports `run`; the others are what benches share. */
async function benchNames(): Promise<string[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.ts')).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')))
  return files
    .filter((_, index) => /^export (async )?function run\(/m.test(texts[index] ?? ''))
    .map((file) => file.slice(0, -'.ts'.length))
}
