/** The rules of the house, each a function from a source tree to the places that break it and why. */

import { type Import, packageOf, type SourceFile } from './modules.ts'
import { outside, type Room, roomNameOf, rooms } from './rooms.ts'

/** One broken rule: printed as `file → subject: why`. */
export interface Violation {
  file: string
  subject: string
  why: string
}

export function printViolation({ file, subject, why }: Violation): string {
  return `${file} → ${subject}: ${why}`
}

/** The arrow of the rooms: `core ← store, pki, keyring, ops ← feature rooms ← api ← app, cli`. */
export function followsArrow(file: SourceFile): Violation[] {
  const name = roomNameOf(file.path)
  if (outside.includes(name)) return []
  const room = rooms.find((each) => each.name === name)
  if (room === undefined) {
    return [
      { file: file.path, subject: name, why: 'no such room is drawn in test/support/architecture/rooms.ts' },
    ]
  }
  return file.imports.flatMap((each) => {
    const why = each.target === null ? null : whyForbidden(room, each, each.target)
    return why === null ? [] : [{ file: file.path, subject: each.specifier, why }]
  })
}

/** Packages: core computes with five; the product uses what package.json lists as `dependencies`. */
export function importsKnownPackages(file: SourceFile, dependencies: readonly string[]): Violation[] {
  const name = roomNameOf(file.path)
  if (outside.includes(name)) return []
  const room = rooms.find((each) => each.name === name)
  return file.imports.flatMap((each) => {
    if (each.target !== null) return []
    const wanted = packageOf(each.specifier)
    const violation = (why: string) => [{ file: file.path, subject: each.specifier, why }]
    if (room?.packages != null) return wanted in room.packages ? [] : violation(room.why)
    if (wanted.startsWith('node:') || dependencies.includes(wanted)) return []
    return violation('the product runs on what package.json lists as dependencies')
  })
}

/** Rooms that import each other in a circle cannot be read, or replaced, one at a time. */
export function hasNoCycles(files: readonly SourceFile[]): Violation[] {
  const edges = new Map<string, Map<string, { file: string; specifier: string }>>()
  for (const file of files) {
    const from = roomNameOf(file.path)
    if (outside.includes(from)) continue
    for (const each of file.imports) {
      const to = each.target === null ? from : roomNameOf(each.target)
      if (to === from) continue
      const targets = edges.get(from) ?? new Map()
      if (!targets.has(to)) targets.set(to, { file: file.path, specifier: each.specifier })
      edges.set(from, targets)
    }
  }
  return [...edges.keys()].sort().flatMap((start) => {
    const circle = circleThrough(start, edges)
    // Every room of a circle finds it; it is reported once, by the first of them.
    if (circle === null || circle.some((room) => room < start)) return []
    const first = edges.get(start)?.get(circle[1] ?? '')
    if (first === undefined) return []
    return [{ file: first.file, subject: first.specifier, why: `closes the circle ${circle.join(' → ')}` }]
  })
}

/** The door sign: a file's first line says in plain words what it does for the product. */
export function hasDoorSign(file: SourceFile): Violation[] {
  const text = file.text.replace(/^#!.*\n/, '')
  const sign = /^\/\*\*([\s\S]*?)\*\//.exec(text)
  const words = sign?.[1]?.match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? []
  if (words.length >= 3) return []
  const why =
    'the first line of every file is its door sign: one sentence in /** … */ that says what it is for'
  return [{ file: file.path, subject: file.text.split('\n', 1)[0] ?? '', why }]
}

/** What house style forbids and the compiler or a reader would trip over. */
export function keepsHouseStyle(file: SourceFile): Violation[] {
  const found = file.forbidden.map((kind) => ({
    file: file.path,
    subject: kind,
    why: 'house style: named exports and plain, erasable TypeScript',
  }))
  if (!file.onlyReexports || /\/index\.ts$/.test(file.path)) return found
  return [
    ...found,
    { file: file.path, subject: 'a barrel', why: 'import from the file that makes the thing' },
  ]
}

const componentLines = 200

/** A component that fits on two screens of its reader. */
export function keepsComponentsShort(file: SourceFile): Violation[] {
  const lines = file.text.trimEnd().split('\n').length
  if (!file.path.endsWith('.tsx') || lines <= componentLines) return []
  return [
    { file: file.path, subject: `${lines} lines`, why: `no component is longer than ${componentLines}` },
  ]
}

const topLevel = new Set([
  ...[
    'gateway',
    'agents',
    'web-ui',
    'config',
    'scripts',
    'test',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ],
  ...['biome.json', 'vitest.config.ts', 'install.sh', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'],
  'CONTRIBUTING.md',
])

/** The top level is the hall of the house: nothing is put down there. `entries` without what git ignores. */
export function keepsTopLevelClean(entries: readonly string[]): Violation[] {
  return entries
    .filter((entry) => !entry.startsWith('.') && !topLevel.has(entry))
    .map((entry) => ({
      file: '.',
      subject: entry,
      why: 'only what is listed in DESIGN and README lies at the top level',
    }))
}

function whyForbidden(room: Room, each: Import, target: string): string | null {
  const to = roomNameOf(target)
  if (to === room.name || room.uses.includes(to)) return null
  if (target.startsWith('..')) return 'it leads out of the repository'
  if (outside.includes(to)) return `${to} is not part of the product`
  if (each.typeOnly && room.usesTypesOf.includes(to)) return null
  // Schemas are data that both sides need when they run (STYLE §6: one schema per thing).
  if (/^(agents|web-ui)$/.test(room.name) && /(^|[./])schema\.ts$/.test(target)) return null
  if (room.usesTypesOf.includes(to))
    return `only types of ${to} may be imported here (import type); ${room.why}`
  return room.why
}

function circleThrough(
  start: string,
  edges: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): string[] | null {
  const seen = new Set<string>()
  const queue: string[][] = [[start]]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of edges.get(path[path.length - 1] ?? '')?.keys() ?? []) {
      if (next === start) return [...path, start]
      if (!seen.has(next)) queue.push([...path, next])
      seen.add(next)
    }
  }
  return null
}
