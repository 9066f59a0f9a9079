/** Has programs of the system make files, and open what the gateway left of them. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestContext } from 'vitest'
import { requireClient } from '../../support/clients.ts'
import { inspectFile } from './support.ts'

export const run = promisify(execFile)

export async function folderFor({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'files-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** Debian's own Python, which has its packages. */
export async function python(code: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('/usr/bin/python3', ['-c', code, ...args])
  return stdout
}

/** What LibreOffice makes of a file; it has to read all of it for that. */
export async function converted(folder: string, file: string, to: string): Promise<string> {
  const profile = `-env:UserInstallation=file://${encodeURI(join(folder, 'profile'))}`
  const program = requireClient('soffice') ?? 'soffice'
  await run(program, [profile, '--headless', '--convert-to', to, '--outdir', join(folder, 'out'), file], {
    env: { ...process.env, HOME: folder },
  })
  const name = (file.split('/').at(-1) as string).replace(/\.\w+$/, `.${to.split(':', 1)[0]}`)
  return readFile(join(folder, 'out', name), 'utf8')
}

export async function rewritten(
  folder: string,
  name: string,
): Promise<{ path: string; values: readonly string[] }> {
  const { body, values } = inspectFile(await readFile(join(folder, name)), { metadata: 'strip' })
  const path = join(folder, `left-${name}`)
  await writeFile(path, body)
  return { path, values }
}
