/** Plays the other four ways for tests of the API: an office without devices, files, sweeps and alarms. */
import type { Services } from '../../gateway/api/services.ts'
import { GatewayError } from '../../gateway/core/errors.ts'

type Ways = Pick<
  Services,
  'devices' | 'devicePorts' | 'telemetry' | 'vault' | 'sweeps' | 'tokens' | 'users' | 'ledger' | 'incidents'
>

/** Whatever would need something that is there is refused, as the rooms refuse it. */
export const standInWays: Ways = {
  devices: {
    list: () => [],
    find: () => null,
    add: () => refuse('DEVICE_NAME_INVALID'),
    addSshKey: () => refuse('DEVICE_UNKNOWN'),
    revoke: () => refuse('DEVICE_UNKNOWN'),
    enrol: () => ({ ok: false, error: new GatewayError('INVITE_REFUSED') }),
  },
  devicePorts: () => ({ broker: 8883, files: 8445 }),
  telemetry: {
    history: async () => null,
    status: () => ({
      port: 8883,
      sessions: 0,
      isStoring: true,
      stored: { readings: 0, points: 0 },
      counts: {},
    }),
  },
  vault: {
    list: async () => ({ objects: [], next: null }),
    totals: async () => ({ objects: 0, bytes: 0 }),
    content: async () => refuse('OBJECT_UNKNOWN'),
    export: async () => refuse('OBJECT_UNKNOWN'),
  },
  sweeps: {
    holds: { list: () => [], set: () => refuse('INTERNAL'), release: () => refuse('HOLD_UNKNOWN') },
    plan: () => refuse('INTERNAL'),
    start: () => refuse('INTERNAL'),
    list: () => [],
    get: () => null,
    proof: () => null,
  },
  tokens: {
    lookup: () => null,
    trace: () => [],
    counts: () => [],
    totals: () => ({ tokens: 0, groups: 0, oldest: null }),
    weigh: async () => [],
    purge: async () => [],
  },
  users: {
    list: () => [],
    add: () => refuse('INTERNAL'),
    set: () => refuse('INTERNAL'),
    remove: () => refuse('INTERNAL'),
  },
  ledger: {
    list: () => [],
    verify: () => refuse('INTERNAL'),
    checkpoint: () => refuse('INTERNAL'),
    checkpoints: () => [],
    key: () => ({ verifier: 'gatehouse+00000000+AA==', publicKey: 'AA==' }),
    lines: () => [],
  },
  incidents: {
    list: () => ({ incidents: [], next: null }),
    get: () => null,
    acknowledge: () => refuse('INCIDENT_UNKNOWN'),
    close: () => refuse('INCIDENT_UNKNOWN'),
    testWebhook: async () => refuse('INTERNAL'),
  },
}

function refuse(code: GatewayError['code']): never {
  throw new GatewayError(code)
}
