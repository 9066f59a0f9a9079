/** What try mode adds to the configuration so that the demonstration can be reached, and the command that shows it. */
import { demoHost } from './host.ts'

/** The keys of `proxy` that try mode sets; each adds to what is configured, for the demonstration's name only. */
export interface DemoProxySettings {
  hosts: Readonly<Record<string, string>>
  connectPorts: readonly number[]
  allowPrivate: readonly string[]
  extraRoots: readonly { destinations: readonly string[]; pem: string }[]
}

/** Lets the proxy resolve, reach and trust the demonstration, which lives on a loopback address and a port of its own. */
export function demoProxySettings(demo: {
  address: string
  port: number
  rootPem: string
}): DemoProxySettings {
  return {
    hosts: { [demoHost]: demo.address },
    connectPorts: [demo.port],
    allowPrivate: [demoHost],
    extraRoots: [{ destinations: [demoHost], pem: demo.rootPem }],
  }
}

/** What the command sends: values that are made up, or published for testing, and belong to nobody. */
export const demoBody = JSON.stringify({
  customer: { name: 'A. Example', email: 'anna@customer.example', phone: '+1 212 555 0147' },
  payments: [{ card: '4111 1111 1111 1111' }, { iban: 'DE89 3704 0044 0532 0130 00' }],
  note: 'The number of the order, 2026-1187, may stay.',
})

/** One line for a POSIX shell that sends `demoBody` through the proxy; paths are quoted where they must be. */
export function demoCommand(proxy: string, demoPort: number, bundleFile: string): string {
  return [
    `curl --proxy http://${proxy} --cacert ${shellWord(bundleFile)} https://${demoHost}:${demoPort}/`,
    `-H 'content-type: application/json' -d ${shellWord(demoBody)}`,
  ].join(' ')
}

function shellWord(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
