/** Speaks to the running gateway over its control socket. */
import { connect } from 'node:net'
import { Client } from 'undici'
import type { z } from 'zod'
import { GatewayError, isErrorCode } from '../core/errors.ts'
import { mustFitSocket } from '../ops/socket-path.ts'

/** HTTP over the Unix socket, the API's own routes, no token: the socket's mode is the permission. */
export interface ControlClient extends AsyncDisposable {
  get<Model extends z.ZodType>(path: string, model: Model): Promise<z.output<Model>>
  /** `body`: sent as JSON; for what must not stand in an address. */
  post<Model extends z.ZodType>(path: string, model: Model, body?: object): Promise<z.output<Model>>
  bytes(path: string): Promise<Buffer>
  /** Of what is noted in the ledger. */
  postBytes(path: string): Promise<Buffer>
  /** Server-sent events until the gateway ends them or the signal aborts. */
  events(path: string, onEvent: (name: string, data: string) => void, signal: AbortSignal): Promise<void>
}

const answerTimeoutMs = 30_000

/** null where nobody listens. Throws CONTROL_REFUSED where somebody does who does not let us in, DATA_UNWRITABLE where no socket can be. */
export async function connectControl(socketPath: string): Promise<ControlClient | null> {
  mustFitSocket(socketPath)
  if (!(await isListening(socketPath))) return null
  const client = new Client('http://localhost', {
    socketPath,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  })
  const ask = (method: 'GET' | 'POST', path: string, body?: object) => request(client, { method, path, body })
  return {
    get: async (path, model) => understood(model, await ask('GET', path)),
    post: async (path, model, body) => understood(model, await ask('POST', path, body)),
    bytes: (path) => ask('GET', path),
    postBytes: (path) => ask('POST', path),
    events: (path, onEvent, signal) => follow(client, path, { onEvent, signal }),
    [Symbol.asyncDispose]: () => client.destroy(),
  }
}

async function isListening(socketPath: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const socket = connect(socketPath)
  socket.once('connect', () => resolve(true))
  socket.once('error', (error: NodeJS.ErrnoException) => {
    // Nobody there, or a socket file that a dead process left behind.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ECONNREFUSED') resolve(false)
    else reject(refused(error.code ?? 'unknown', 'Run the command as the user that runs Gatehouse.', error))
  })
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

interface Question {
  method: 'GET' | 'POST'
  path: string
  body?: object | undefined
}

async function request(client: Client, question: Question): Promise<Buffer> {
  const json = question.body === undefined ? null : JSON.stringify(question.body)
  let status: number
  let body: Buffer
  try {
    const answer = await client.request({
      ...{ method: question.method, path: question.path, body: json },
      headers: {
        accept: 'application/json',
        ...(json === null ? {} : { 'content-type': 'application/json' }),
      },
    })
    status = answer.statusCode
    body = Buffer.from(await answer.body.arrayBuffer())
  } catch (error) {
    throw refused('no-answer', 'Look at its log, then run `gatehouse doctor`.', error)
  }
  if (status < 200 || status > 299) throw problemOf(status, body)
  return body
}

/** The gateway's own words, where it answered with a problem (RFC 9457). */
function problemOf(status: number, body: Buffer): GatewayError {
  const problem = parseJson(body)
  const text = (name: string) =>
    typeof problem === 'object' &&
    problem !== null &&
    name in problem &&
    typeof problem[name as never] === 'string'
      ? String(problem[name as never])
      : undefined
  const hint = text('hint') ?? 'Look at its log, then run `gatehouse doctor`.'
  const code = text('code')
  // The running gateway's own error, as if the command had met it itself.
  if (code !== undefined && isErrorCode(code)) return new GatewayError(code, {}, { hint })
  return new GatewayError(
    'CONTROL_REFUSED',
    { status, problem: text('title') ?? 'It gave no reason.' },
    { hint },
  )
}

function understood<Model extends z.ZodType>(model: Model, body: Buffer): z.output<Model> {
  const result = model.safeParse(parseJson(body))
  if (result.success) return result.data
  throw refused(
    'not-understood',
    'The command and the running gateway may be of different versions: restart the gateway.',
    result.error,
  )
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

async function follow(
  client: Client,
  path: string,
  { onEvent, signal }: { onEvent: (name: string, data: string) => void; signal: AbortSignal },
): Promise<void> {
  try {
    const answer = await client.request({
      method: 'GET',
      path,
      headers: { accept: 'text/event-stream' },
      bodyTimeout: 0,
      signal,
    })
    if (answer.statusCode !== 200)
      throw problemOf(answer.statusCode, Buffer.from(await answer.body.arrayBuffer()))
    let rest = ''
    answer.body.setEncoding('utf8')
    for await (const chunk of answer.body) {
      const events = (rest + String(chunk)).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) deliver(event, onEvent)
    }
  } catch (error) {
    if (signal.aborted || error instanceof GatewayError) {
      if (signal.aborted) return
      throw error
    }
    throw refused('stream-ended', 'The gateway may have been stopped: see `gatehouse status`.', error)
  }
}

/** WHATWG HTML §9.2.6, as far as our own server goes: one `event`, one `data` line, comments begin with a colon. */
function deliver(event: string, onEvent: (name: string, data: string) => void): void {
  let name = 'message'
  let data: string | null = null
  for (const line of event.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7)
    else if (line.startsWith('data: ')) data = line.slice(6)
  }
  if (data !== null) onEvent(name, data)
}

function refused(reason: string, hint: string, cause: unknown): GatewayError {
  return new GatewayError('CONTROL_REFUSED', { reason }, { hint, cause })
}
