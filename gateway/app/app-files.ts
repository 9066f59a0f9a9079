/** Reads the web interface that was built into web-ui/dist: once, at start, by the names that lie there. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AppFile, type AppFiles, startFile } from '../api/app-files.ts'

/** Where `scripts/setup` builds it. */
export const builtFolder = fileURLToPath(new URL('../../web-ui/dist', import.meta.url))

/** Whatever is of another kind lies there for other reasons, and is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Null where it was not built, or not to its end. */
export async function readAppFiles(folder: string = builtFolder): Promise<AppFiles | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, AppFile>()
  for (const entry of entries) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = relative(folder, file).split(sep).join('/')
    files.set(path, await readAppFile(file, { type, isImmutable: path.startsWith('assets/') }))
  }
  return files.has(startFile) ? files : null
}

async function readAppFile(file: string, facts: Pick<AppFile, 'type' | 'isImmutable'>): Promise<AppFile> {
  const [plain, br, gzip] = await Promise.all([
    readFile(file),
    readFile(`${file}.br`).catch(() => null),
    readFile(`${file}.gz`).catch(() => null),
  ])
  const tag = `"${createHash('sha256').update(plain).digest('base64url')}"`
  return { ...facts, tag, plain, br, gzip }
}
