/** Runs the real command in the test's own process: many of them take no longer than one that is started. */
import { runCli } from '../../gateway/cli/dispatch.ts'
import type { Office } from './office.ts'

/** What it said, with its exit code. */
export async function gatehouse(office: Office, ...args: string[]) {
  const lines: string[] = []
  const notes: string[] = []
  const raw: Buffer[] = []
  const terminal = {
    line: (words: string) => void lines.push(words),
    note: (words: string) => void notes.push(words),
    raw: (bytes: string | Uint8Array) => void raw.push(Buffer.from(bytes)),
    json: (value: unknown) => void lines.push(JSON.stringify(value)),
  }
  const code = await runCli([...args, '--config', office.configFile], {
    terminal: terminal as never,
    env: {},
    signal: new AbortController().signal,
  })
  return { code, lines, notes, raw: Buffer.concat(raw) }
}
