/** Reads a source tree into what the architecture's rules ask about: each file's first lines, imports and declarations. */
import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { parseAst } from 'vitest/node'

/** One import, export-from, `import()` or `import('…').Type` of a file. */
export interface Import {
  /** As written: `../core/ports.ts`, `node:fs`, `@peculiar/x509`. */
  specifier: string
  /** Path from the root for relative imports, `../…` where it leads out of the tree; null for packages. */
  target: string | null
  /** True where nothing of it remains when the code runs. */
  typeOnly: boolean
}

export interface SourceFile {
  /** Path from the root, with `/`. */
  path: string
  text: string
  imports: readonly Import[]
  /** Declarations that house style forbids, in words: `a default export`. */
  forbidden: readonly string[]
  /** True where the file does nothing but hand on what others export. */
  onlyReexports: boolean
}

/** Every TypeScript file below `folders` of `root`; folders that do not exist yet are empty. Throws for a file that does not parse. */
export async function readSourceTree(root: string, folders: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for (const folder of folders) {
    for (const path of await sourcePaths(root, folder)) {
      files.push(parseSource(path, await readFile(join(root, path), 'utf8')))
    }
  }
  return files
}

/** The package that a specifier belongs to: `zod/v4` → `zod`, `@peculiar/x509/x` → `@peculiar/x509`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

async function sourcePaths(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const paths: string[] = []
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && !['node_modules', 'dist', 'fixtures'].includes(entry.name)) {
      paths.push(...(await sourcePaths(root, path)))
    } else if (/\.tsx?$/.test(entry.name)) paths.push(path)
  }
  return paths
}

function parseSource(path: string, text: string): SourceFile {
  const program: unknown = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }, path)
  const body = isNode(program) && Array.isArray(program.body) ? program.body.filter(isNode) : []
  const imports: Import[] = []
  const forbidden: string[] = []
  walk(program, (node) => {
    const found = importOf(node, path)
    if (found !== null) imports.push(found)
    const name = forbiddenKind(node)
    if (name !== null) forbidden.push(name)
  })
  const onlyReexports =
    body.length > 0 && body.every((node) => /^Export(All|Named)/.test(node.type) && isNode(node.source))
  return { path, text, imports, forbidden, onlyReexports }
}

type Node = { type: string } & Record<string, unknown>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
    return
  }
  if (!isNode(value)) return
  visit(value)
  for (const child of Object.values(value)) if (typeof child === 'object') walk(child, visit)
}

function importOf(node: Node, path: string): Import | null {
  const specifier = isNode(node.source) ? node.source.value : null
  if (typeof specifier !== 'string') return null
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier, target, typeOnly: node.importKind === 'type' || allTypes(node, 'importKind') }
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { specifier, target, typeOnly: node.exportKind === 'type' || allTypes(node, 'exportKind') }
    case 'ImportExpression':
      return { specifier, target, typeOnly: false }
    case 'TSImportType':
      return { specifier, target, typeOnly: true }
    default:
      return null
  }
}

/** `import { type A, type B }` runs as `import {}` at most: it asks for types alone. */
function allTypes(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  const specifiers = node.specifiers
  return (
    Array.isArray(specifiers) && specifiers.length > 0 && specifiers.every((each) => each[kind] === 'type')
  )
}

function forbiddenKind(node: Node): string | null {
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return 'a default export'
    case 'TSEnumDeclaration':
      return 'an enum'
    case 'TSModuleDeclaration':
      return node.declare === true ? null : 'a namespace'
    case 'Decorator':
      return 'a decorator'
    case 'TSParameterProperty':
      return 'a parameter property'
    default:
      return null
  }
}
