/** Says whether devices can show the proxy who they are, and whether rules and groups name devices that there are. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface ProxyDeviceFacts {
  mode: 'off' | 'accept' | 'require'
  /** Certificates that count now. */
  certificates: number
  /** Devices that rules and groups of clients name. */
  named: readonly string[]
  /** Those of them that are none; null where the register cannot be read. */
  unknown: readonly string[] | null
}

/** None where no device has enrolled and none is spoken of. */
export function checkProxyDevices({ mode, certificates, named, unknown }: ProxyDeviceFacts): DoctorCheck[] {
  if (mode !== 'require' && certificates === 0 && named.length === 0) return []
  const base = { id: 'proxy-devices', title: 'Devices at the proxy' }
  if (mode === 'require' && certificates === 0)
    return [
      {
        ...base,
        state: 'fail',
        found: 'The proxy wants to see the certificate of a device, and no device has one.',
        meaning: 'Machines that are not exempt have no web access.',
        todo: 'Add devices with `gatehouse device add <name>`, or set proxy.deviceCertificates.mode to accept.',
      },
    ]
  if (mode === 'off')
    return named.length === 0
      ? []
      : [
          {
            ...base,
            state: 'warn',
            found: `Rules or groups name ${list(named)}, and certificates count for nothing.`,
            meaning: 'What is said of these devices never fits.',
            todo: 'Set proxy.deviceCertificates.mode to accept, or name addresses.',
          },
        ]
  if (unknown !== null && unknown.length > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: `Rules or groups name ${list(unknown)}, and no device is called so.`,
        meaning: 'What is said of them never fits.',
        todo: '`gatehouse device list` shows those there are: correct the name, or add the device.',
      },
    ]
  return [
    {
      ...base,
      state: 'ok',
      found: `${countOf(certificates, 'certificate counts', 'certificates count')} there.`,
      meaning: 'Devices that use the proxy by HTTPS are known by name.',
      todo: '',
    },
  ]
}

const mostNamed = 5

function list(names: readonly string[]): string {
  const more = names.length - mostNamed
  return names.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
