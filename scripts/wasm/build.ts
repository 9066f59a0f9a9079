/** Assembles the analyzer's vector code: every `.wat` of core/pii/wasm becomes a module that holds its binary. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import createAssembler from 'wabt'

const folder = join(import.meta.dirname, '../../gateway/core/pii/wasm')

/** Path and content of each module that is made of a source, as it should stand in the repository. */
export async function assembleAll(): Promise<Map<string, string>> {
  const sources = (await readdir(folder)).filter((file) => file.endsWith('.wat')).sort()
  const modules = new Map<string, string>()
  for (const file of sources) {
    const binary = await assemble(file, await readFile(join(folder, file), 'utf8'))
    modules.set(join(folder, `${file.slice(0, -'.wat'.length)}-binary.ts`), moduleOf(file, binary))
  }
  return modules
}

async function assemble(name: string, source: string): Promise<Uint8Array> {
  const assembler = await createAssembler()
  const parsed = assembler.parseWat(name, source, { simd: true })
  try {
    parsed.validate()
    return parsed.toBinary({}).buffer
  } finally {
    parsed.destroy()
  }
}

/** Core reads no files, so the binary is a constant; base64 takes a third more than bytes and is one readable line. */
function moduleOf(source: string, binary: Uint8Array): string {
  return [
    `/** The binary of ${source}, in base64: made by \`node scripts/wasm/build.ts\`, never by hand. */`,
    `export const binary =\n  '${Buffer.from(binary).toString('base64')}'`,
    '',
  ].join('\n')
}

if (import.meta.main) for (const [path, content] of await assembleAll()) await writeFile(path, content)
