/** The rooms of the house: which part of the tree a file stands in, and what that part may import. */

/** What a room may import, with the sentence that is printed when it imports anything else. */
export interface Room {
  name: string
  /** Names of rooms whose code it may use, besides its own. */
  uses: readonly string[]
  /** Names of rooms of which it may use types, because they are the shape of what app.ts hands it. */
  usesTypesOf: readonly string[]
  /** The only packages and built-ins allowed, each with its reason; null where the product's dependencies all are. */
  packages: Readonly<Record<string, string>> | null
  why: string
}

const support = ['gateway/store', 'gateway/pki', 'gateway/keyring', 'gateway/ops']
const features = [
  'gateway/egress',
  'gateway/devices',
  'gateway/telemetry',
  'gateway/ingest',
  'gateway/vault',
  'gateway/retention',
  'gateway/incidents',
  'gateway/proposals',
  'gateway/rights',
  'gateway/demo',
  'gateway/users',
  'gateway/accounts',
  'gateway/network',
  'gateway/reviews',
  'gateway/originals',
  'gateway/clients',
  'gateway/wpad',
]
const everyRoomBelowApi = ['gateway/core', ...support, ...features, 'gateway/workers', 'config']

/** Packages that only compute, so that core stays readable and testable without a network, a disk or a clock. */
const corePackages = {
  zod: 'the one source of schemas; validates values in memory',
  'node:crypto': 'hashes and HMACs of bytes that were handed in; randomness and keys come in as arguments',
  'node:buffer': 'bytes',
  'ipaddr.js': 'parses addresses and matches them with ranges',
  fflate: 'inflates and deflates entries of ZIP files in memory',
  '@noble/ciphers': 'format-preserving encryption (FF1) of values in memory, under keys that were handed in',
}

const coreRoom: Room = {
  name: 'gateway/core',
  uses: [],
  usesTypesOf: [],
  packages: corePackages,
  why: 'core only computes: it imports itself, zod, node:crypto, node:buffer, ipaddr.js, fflate and FF1 of @noble/ciphers',
}

const egressRoom: Room = {
  name: 'gateway/egress',
  uses: ['gateway/core'],
  usesTypesOf: [],
  packages: null,
  why: 'egress parses hostile traffic in a process without keys or store: it imports core alone, the rest are ports',
}

const agentsWhy = 'agents and web-ui run elsewhere: of the gateway they import only schemas and types'

/** Every room. A folder that is not listed here does not belong to the house. */
export const rooms: readonly Room[] = [
  coreRoom,
  ...support.map(
    (name): Room => ({
      name,
      uses: ['gateway/core', ...support],
      usesTypesOf: ['config'],
      packages: null,
      why: 'the arrow runs core ← store, pki, keyring, ops: nothing here knows the rooms that are built on it',
    }),
  ),
  egressRoom,
  ...features
    .filter((name) => name !== egressRoom.name)
    .map(
      (name): Room => ({
        name,
        uses: ['gateway/core', ...support],
        usesTypesOf: ['config'],
        packages: null,
        why: 'feature rooms never import each other or what is built on them: they meet in the ports of core, wired by app.ts',
      }),
    ),
  {
    name: 'gateway/worker',
    uses: ['gateway/core', 'gateway/egress', 'gateway/keyring', 'gateway/ops'],
    usesTypesOf: [],
    packages: null,
    why: 'a worker parses hostile traffic: it holds no store and no authority, and asks control for what they do',
  },
  {
    name: 'gateway/workers',
    uses: ['gateway/core', ...support],
    usesTypesOf: ['gateway/egress'],
    packages: null,
    why: 'it starts workers and answers them: what it plays for them comes in as ports, wired by app.ts',
  },
  {
    name: 'gateway/api',
    uses: everyRoomBelowApi,
    usesTypesOf: [],
    packages: null,
    why: 'api stands below app and cli: what it needs of them comes in as Services',
  },
  {
    name: 'gateway/cli',
    uses: [...everyRoomBelowApi, 'gateway/api', 'gateway/app'],
    usesTypesOf: [],
    packages: null,
    why: 'a command uses the rooms and the app, never main, scripts or tests',
  },
  {
    name: 'gateway/app',
    uses: [...everyRoomBelowApi, 'gateway/api'],
    usesTypesOf: [],
    packages: null,
    why: 'app wires the rooms; commands are built on it, not it on them',
  },
  {
    name: 'gateway/main',
    uses: [...everyRoomBelowApi, 'gateway/api', 'gateway/app', 'gateway/cli'],
    usesTypesOf: [],
    packages: null,
    why: 'main starts the product, which holds neither scripts nor tests',
  },
  {
    name: 'config',
    uses: ['gateway/core'],
    usesTypesOf: [],
    packages: null,
    why: "config stands beside core: it may use core's schemas and nothing of the rooms that are configured",
  },
  { name: 'agents', uses: [], usesTypesOf: everyRoomBelowApi, packages: null, why: agentsWhy },
  {
    name: 'web-ui',
    uses: [],
    usesTypesOf: [...everyRoomBelowApi, 'gateway/api'],
    packages: null,
    why: agentsWhy,
  },
]

/** Rooms outside the product: they may import anything, and nothing of the product may import them. */
export const outside: readonly string[] = ['scripts', 'test']

/** The room that a path stands in: `gateway/app.ts` → `gateway/app`, `gateway/core/pii/x.ts` → `gateway/core`. */
export function roomNameOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'gateway' ? `gateway/${second.replace(/\.tsx?$/, '')}` : top
}
