/** The commands of sweeps and ledger against a real control socket with real rooms behind it, and against the files alone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { buildApi } from '../../gateway/api/api.ts'
import { ledgerDesk } from '../../gateway/app/ledger.ts'
import type { Call, CommandGroup } from '../../gateway/cli/command.ts'
import { reportFailure } from '../../gateway/cli/failure.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { standIn } from '../api/stand-in.ts'
import { fill, openScene, type Scene } from './scene.ts'

export interface Said {
  code: number
  out: string
  err: string
  /** The lines of standard output as JSON. */
  json(): Record<string, unknown>[]
}

export interface Desk {
  folder: string
  /** `hold set`: the command of a group, with options. */
  run(
    group: CommandGroup,
    words: readonly string[],
    options?: Record<string, string | boolean>,
  ): Promise<Said>
}

/** A data folder that was filled and closed: what a stopped gateway leaves. */
export async function stoppedDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse desk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })
  const scene = await openScene(folder)
  fill(scene)
  await scene.close()
  return deskOf(folder)
}

/** The same, with the rooms open and the control socket answering. `stop` is what stopping the gateway is. */
export async function runningDesk(): Promise<
  Desk & { stop(): Promise<void>; scene: Scene; retention: Awaited<ReturnType<Scene['open']>> }
> {
  const desk = await stoppedDesk()
  const scene = await openScene(desk.folder)
  const retention = await scene.open()
  await retention.resumed
  const ledger = ledgerDesk(scene.ledger, scene.database, () => ['camera-1'])
  const server = createServer()
  const { api } = await buildApi({
    services: { ...standIn().services, sweeps: retention, ledger },
    log: silentLog,
    face: { kind: 'control' },
    server: (handler) => server.on('request', handler),
  })
  await api.listen({ path: join(desk.folder, 'run', 'control.sock') })
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= (async () => {
      await api.close()
      await retention[Symbol.asyncDispose]()
      await scene.close()
    })()
    return stopping
  }
  onTestFinished(stop)
  return { ...desk, scene, retention, stop }
}

export function deskOf(folder: string): Desk {
  return {
    folder,
    async run(group, [name = '', ...rest], options = {}) {
      const said: { out: string[]; err: string[] } = { out: [], err: [] }
      const stream = (lines: string[]) => ({
        write: (text: string | Uint8Array) => lines.push(Buffer.from(text).toString()),
      })
      const terminal = createTerminal({ stdout: stream(said.out), stderr: stream(said.err) })
      const call: Call = {
        arguments: rest,
        options,
        configFile: null,
        json: options.json === true,
        debug: false,
        terminal,
        env: { GATEHOUSE__DATA__DIRECTORY: folder },
        signal: new AbortController().signal,
      }
      const command = group.commands[name]
      if (command === undefined) throw new Error(`no command ${name}`)
      const code = await command
        .run(call)
        .catch((error: unknown) => reportFailure(error, terminal, { json: call.json, debug: false }))
      const out = said.out.join('')
      const json = () =>
        out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>)
      return { code, out, err: said.err.join(''), json }
    },
  }
}
