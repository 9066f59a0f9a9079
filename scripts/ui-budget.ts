/** Holds the web interface to its budget: what the first screen loads, and what each other screen adds, as it travels (gzip). */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KiB } from '../gateway/core/units.ts'

const firstLoadBytes = 250 * KiB
const screenBytes = 80 * KiB

/** Of vite's manifest, by source. */
type Manifest = Readonly<
  Record<
    string,
    { file: string; imports?: readonly string[]; css?: readonly string[]; assets?: readonly string[] }
  >
>

const folder = fileURLToPath(new URL('../web-ui/dist', import.meta.url))
const start = 'index.html'
const firstScreen = 'src/screens/today/today.tsx'
/** Each brings one of these along; the longest counts. */
const isLanguage = (source: string) => /^src\/i18n\/messages\/\w+\.ts$/.test(source)
const isScreen = (source: string) => /^src\/screens\/(\w+)\/\1\.tsx$/.test(source)

/** All files that a source needs when it is loaded. */
function filesOf(manifest: Manifest, source: string): Set<string> {
  const entry = manifest[source]
  if (entry === undefined) throw new Error(`the manifest of the build has no ${source}`)
  const own = [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]
  return new Set([...own, ...(entry.imports ?? []).flatMap((each) => [...filesOf(manifest, each)])])
}

function bytesOf(files: ReadonlySet<string>): number {
  return [...files].reduce((sum, file) => sum + sizeOf(file), 0)
}

/** Fonts are compressed by themselves and have no other form. */
function sizeOf(file: string): number {
  const path = join(folder, file)
  return (statSync(`${path}.gz`, { throwIfNoEntry: false }) ?? statSync(path)).size
}

/** One line each; the exit code says whether all are within. */
function main(): number {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const sources = Object.keys(manifest)
  const languages = sources.filter(isLanguage).map((source) => filesOf(manifest, source))
  const longest = languages.sort((a, b) => bytesOf(b) - bytesOf(a))[0] ?? new Set<string>()
  const first = new Set([
    ...[start, ...filesOf(manifest, start), ...longest],
    ...filesOf(manifest, firstScreen),
  ])
  const lines = [
    { what: 'first load', bytes: bytesOf(first), budget: firstLoadBytes },
    ...sources.filter(isScreen).flatMap((source) => {
      const bytes = bytesOf(filesOf(manifest, source).difference(first))
      return source === firstScreen ? [] : [{ what: source, bytes, budget: screenBytes }]
    }),
  ]
  for (const { what, bytes, budget } of lines)
    console.log(
      `${what}: ${(bytes / KiB).toFixed(1)} of ${budget / KiB} KiB${bytes > budget ? ' — too much' : ''}`,
    )
  return lines.length < 2 || lines.some(({ bytes, budget }) => bytes > budget) ? 1 : 0
}

process.exitCode = main()
