/** Plays the other four ways for tests of the API: an office without devices, files, sweeps and alarms. */
import type { Sessions } from '../../gateway/accounts/sessions.ts'
import type { Services } from '../../gateway/api/services.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { wpadAdvice } from '../../gateway/core/setup/wpad.ts'
import { setupFactsOf } from '../support/setup-facts.ts'

type Ways = Pick<
  Services,
  | 'setup'
  | 'devices'
  | 'devicePorts'
  | 'telemetry'
  | 'vault'
  | 'sweeps'
  | 'tokens'
  | 'users'
  | 'clients'
  | 'ledger'
  | 'incidents'
  | 'proposals'
  | 'reviews'
  | 'originals'
  | 'trackers'
  | 'network'
  | 'coverage'
>

/** Whatever would need something that is there is refused, as the rooms refuse it. */
export const standInWays: Ways = {
  setup: {
    facts: () => setupFactsOf('192.168.1.2'),
    wpad: () => wpadAdvice({ ...setupFactsOf('192.168.1.2'), wpadPort: null }),
    pac: () => null,
    profile: () => '<plist/>',
  },
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
    holds: {
      list: () => [],
      get: () => null,
      set: () => refuse('INTERNAL'),
      release: () => refuse('HOLD_UNKNOWN'),
    },
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
  proposals: {
    list: () => [],
    find: () => null,
    accept: async () => refuse('PROPOSAL_UNKNOWN'),
    dismiss: () => refuse('PROPOSAL_UNKNOWN'),
  },
  trackers: {
    status: () => ({
      state: 'off',
      groups: [],
      lists: [],
      leftOut: [],
      parameters: 0,
      except: [],
      since: null,
      refused: 0,
      removedParameters: 0,
    }),
    test: () => refuse('USAGE'),
  },
  network: {
    told: () => null,
    seen: () => ({ rules: 'off', bridged: [] }),
    overview: () => ({ way: null, interfaces: [], groups: [], whileDown: [{ name: null, fate: 'none' }] }),
  },
  coverage: () => refuse('INTERNAL'),
  clients: {
    list: () => [],
    totals: () => ({
      ...{ isWatching: false, known: 0, waiting: 0, guests: 0, quarantined: 0, cutOff: 0, here: 0 },
      ...{ contested: 0, trouble: null },
    }),
    groups: () => [],
    name: () => refuse('CLIENTS_OFF'),
    group: () => refuse('CLIENTS_OFF'),
    find: () => refuse('CLIENT_UNKNOWN'),
    standingOf: () => null,
    guest: () => refuse('CLIENTS_OFF'),
    quarantine: () => refuse('CLIENTS_OFF'),
    release: () => refuse('CLIENTS_OFF'),
    forget: () => refuse('CLIENTS_OFF'),
  },
  ledger: {
    list: () => [],
    verify: () => refuse('INTERNAL'),
    checkpoint: () => refuse('INTERNAL'),
    checkpoints: () => [],
    key: () => ({ verifier: 'gatehouse+00000000+AA==', publicKey: 'AA==' }),
    lines: () => [],
  },
  originals: {
    list: async () => ({ originals: [], next: null }),
    get: async () => null,
    take: async () => Buffer.alloc(0),
    resend: async () => ({ exchange: '', status: null, reason: 'resent' }),
    purge: async () => 0,
  },
  reviews: {
    list: () => ({ reviews: [], next: null }),
    get: () => null,
    unasked: async () => null,
    answer: () => refuse('REVIEW_UNKNOWN'),
    end: () => refuse('REVIEW_UNKNOWN'),
  },
  incidents: {
    list: () => ({ incidents: [], next: null }),
    get: () => null,
    acknowledge: () => refuse('INCIDENT_UNKNOWN'),
    close: () => refuse('INCIDENT_UNKNOWN'),
    testWebhook: async () => refuse('INTERNAL'),
  },
}

/** Nobody has an account; the access token signs in. */
export function accountsOf(sessions: Sessions): Services['accounts'] {
  const token = { account: null, name: null, role: 'owner', expiresAt: null } as const
  return {
    sessions,
    desk: {
      list: () => [],
      add: () => refuse('INTERNAL'),
      setReveals: () => refuse('ACCOUNT_UNKNOWN'),
      mayReveal: () => true,
      reset: () => refuse('ACCOUNT_UNKNOWN'),
      revoke: () => refuse('ACCOUNT_UNKNOWN'),
      sessions: () => sessions.list(),
      endSession: () => refuse('SESSION_UNKNOWN'),
    },
    signIn: {
      begin: async () => ({ kind: 'wrong' }),
      finish: () => ({ kind: 'over' }),
      byToken: (address) => sessions.open(token, address),
    },
    apiKeys: {
      list: () => [],
      add: () => refuse('INTERNAL'),
      revoke: () => refuse('API_KEY_UNKNOWN'),
      use: () => null,
      isOpen: () => false,
    },
    passkeys: {
      list: () => [],
      beginAdding: () => refuse('FRESH_FACTOR_NEEDED'),
      add: () => refuse('PASSKEY_INVALID'),
      remove: () => refuse('PASSKEY_UNKNOWN'),
      beginProving: () => refuse('PASSKEY_ELSEWHERE'),
    },
    passkeySignIn: { begin: () => null, finish: async () => ({ kind: 'wrong' }) },
    fresh: { provesFresh: async () => ({ kind: 'wrong' }), isFresh: () => false },
    setUp: { begin: () => ({ kind: 'wrong' }), finish: async () => ({ kind: 'over' }) },
  }
}

function refuse(code: GatewayError['code']): never {
  throw new GatewayError(code)
}
