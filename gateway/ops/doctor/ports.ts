/** Checks that every port the gateway listens on is free, or already held by the gateway itself. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { DoctorCheck } from '../doctor.ts'

export interface PortFacts {
  /** What it is for, as an owner calls it: `Proxy`, `Page and API`. */
  purpose: string
  /** Address to listen on, as configured. */
  host: string
  port: number
  /** True where the running gateway holds it, so that "taken" is as it should be. */
  ours: boolean
  /** True where workers that the gateway left behind hold it; a start takes them over. */
  left?: boolean
}

/** Tries to open each port for a moment; never connects anywhere. */
export async function checkPorts(ports: readonly PortFacts[]): Promise<DoctorCheck[]> {
  return Promise.all(ports.map(checkPort))
}

async function checkPort(facts: PortFacts): Promise<DoctorCheck> {
  const trial = await tryToListen(facts.host, facts.port)
  const id = `port-${facts.port}`
  const title = `${facts.purpose} (port ${facts.port})`
  if (facts.ours) {
    return trial === 'EADDRINUSE'
      ? {
          id,
          title,
          state: 'ok',
          found: 'Gatehouse is listening.',
          meaning: 'Clients can reach it.',
          todo: '',
        }
      : {
          id,
          title,
          state: 'fail',
          found: 'The gateway runs, but nobody listens here.',
          meaning: 'Clients that use this port get no answer.',
          todo: 'Restart the gateway; if this comes again, read its log.',
        }
  }
  return notOurs(facts, trial)
}

function notOurs(facts: PortFacts, trial: string): DoctorCheck {
  const base = { id: `port-${facts.port}`, title: `${facts.purpose} (port ${facts.port})` }
  if (trial === 'free') {
    return { ...base, state: 'ok', found: 'The port is free.', meaning: 'The gateway can open it.', todo: '' }
  }
  if (trial === 'EADDRINUSE' && facts.left === true) {
    return {
      ...base,
      state: 'warn',
      found: 'Workers of the gateway serve here without it.',
      meaning:
        'For up to ten minutes hosts that they know are reached; new hosts and new tokens are refused.',
      todo: 'Start the gateway: it takes them over, and their connections go on.',
    }
  }
  if (trial === 'EADDRINUSE') {
    return {
      ...base,
      state: 'fail',
      found: 'Another program holds this port.',
      meaning: 'The gateway cannot start with this setting.',
      todo: `See who it is with \`ss -ltnp 'sport = :${facts.port}'\`, or choose another port in the configuration.`,
    }
  }
  if (trial === 'EACCES') {
    return {
      ...base,
      state: 'fail',
      found: 'This user may not open the port.',
      meaning: 'Ports below 1024 belong to the system.',
      todo: 'Choose a port of 1024 or above, or start the gateway as a system service.',
    }
  }
  return {
    ...base,
    state: 'fail',
    found: `The address ${facts.host} cannot be listened on (${trial}).`,
    meaning: 'This box has no such address, or its network is not up.',
    todo: 'Compare the address in the configuration with `ip address`.',
  }
}

/** 'free', or the system's error code. */
async function tryToListen(host: string, port: number): Promise<string> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return 'free'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}
