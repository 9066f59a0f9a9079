/** What the egress room must be told before it starts: addresses, limits, and who plays its ports. */
import type { SecureContextOptions } from 'node:tls'
import type { ClientStandings } from '../core/client/standing.ts'
import type { DeviceTable } from '../core/device/devices-in-force.ts'
import type { ProxyLogins } from '../core/login/proxy-logins.ts'
import type { OriginalKeeper, OriginalTerms } from '../core/original/original.ts'
import type { OwnPageRequest } from '../core/pages/own-pages.ts'
import type { PersonHours } from '../core/policy/persons.ts'
import type { BlindIndex, Clock, JournalSink, LeafIssuer, PolicySource } from '../core/ports.ts'
import type { ReviewFace } from '../core/review/face.ts'
import type { TokenPorts } from './way-tokens.ts'

/** Bounds on what a client or a destination may cost. Sizes in bytes, times in milliseconds, 0 = no bound where it says so. */
export interface EgressLimits {
  /** A body up to this size is decided whole before its first byte leaves. */
  holdBytes: number
  /** Bytes of bodies that are held at one time, over all connections. */
  maxHeldBytes: number
  maxClientHeldBytes: number
  /** All fields of a request together; the head of a response may take four times as much. */
  maxHeaderBytes: number
  maxUrlBytes: number
  /** 0 = no bound. */
  maxBodyBytes: number
  /** Decompressed size of one body; 0 = no bound. */
  maxDecodedBytes: number
  /** Decompressed bytes for each compressed byte, judged from 1 MiB on. */
  maxDecodedRatio: number
  maxConnections: number
  maxConnectionsPerClient: number
  headersTimeoutMs: number
  /** How long a client may send nothing of a body, or read nothing of an answer. */
  bodyIdleTimeoutMs: number
  /** How long a body may come more slowly than the least rate. */
  bodyGraceMs: number
  /** The least rate of a body; 0 = no bound. */
  minBodyBytesPerSecond: number
  keepAliveTimeoutMs: number
  handshakeTimeoutMs: number
  connectTimeoutMs: number
  upstreamHeadersTimeoutMs: number
  upstreamIdleTimeoutMs: number
  tunnelIdleTimeoutMs: number
  /** Connections to one destination. */
  upstreamConnections: number
}

/** Extra trust for some destinations: their certificates may come from these roots (PEM) as well. */
export interface ExtraRoots {
  destinations: readonly string[]
  pem: string
}

/** Another proxy on the way to some destinations. */
export interface ParentProxy {
  host: string
  port: number
  tls: boolean
  /** The value of Proxy-Authorization; a secret. Null where it asks for nothing. */
  authorization: string | null
}

/** How some destinations are reached; null where nothing but the usual way is asked for. */
export interface UpstreamWay {
  /** Names, `*.example.com`, addresses, or `*`. The first way that names a destination is its own. */
  destinations: readonly string[]
  parent: ParentProxy | null
  /** The own address that connections leave from. */
  from: string | null
  /** Shown to destinations that ask for one; PEM. */
  identity: { certificate: string; key: string } | null
  /** Revocation lists of every authority of the destination, PEM. */
  revoked: string | null
  connections: number | null
}

/** What destinations are offered in TLS, in OpenSSL's names joined by colons, the best first. */
export interface UpstreamTls {
  ciphers: string
  groups: string
  signatureAlgorithms: string
}

/** What destinations are told in HTTP/2 (RFC 9113 §6.5.2). */
export interface UpstreamHttp2 {
  headerTableBytes: number
  initialWindowBytes: number
  /** Of the whole connection. */
  connectionWindowBytes: number
  maxHeaderListBytes: number
  /** Null says nothing. */
  maxConcurrentStreams: number | null
}

/** Whether clients may or must log in. */
export interface Authentication {
  mode: 'off' | 'accept' | 'require'
  /** CIDRs of clients that need not. */
  exempt: readonly string[]
  /** Whether a password from another machine counts only where nobody on the way could read it. */
  overTlsOnly: boolean
}

/** Whether clients may or must show the certificate of a device. */
export interface DeviceCertificates {
  mode: 'off' | 'accept' | 'require'
  /** CIDRs of clients that need not. */
  exempt: readonly string[]
}

export interface EgressOptions {
  host: string
  port: number
  /** Whether other processes of this gateway listen on the same port: the kernel shares connections out. */
  reusePort?: boolean
  /** At which connections come in that ask for no proxy, on sockets that `EgressPorts` has; null: at none. */
  transparentPort: number | null
  /** CIDRs of clients that are served. */
  clients: readonly string[]
  authentication: Authentication
  deviceCertificates: DeviceCertificates
  /** CIDRs of guests: nobody looks into what they send, and they reach the internet alone. */
  guests: readonly string[]
  connectPorts: readonly number[]
  /** Ports that plain http:// requests may go to. */
  httpPorts: readonly number[]
  /** CIDRs or host names of private destinations that may be reached. */
  allowPrivate: readonly string[]
  /** Names that are resolved here instead of by DNS. */
  hosts: Readonly<Record<string, string>>
  /** DNS servers to ask, `address` or `address:port`; the system's where absent. */
  dnsServers?: readonly string[]
  extraRoots: readonly ExtraRoots[]
  upstreams: readonly UpstreamWay[]
  upstreamTls: UpstreamTls
  upstreamHttp2: UpstreamHttp2
  /** Other ports on which this gateway listens: requests to its own addresses there are loops. */
  ownPorts: readonly number[]
  /** What this gateway calls itself in `Via`, where several processes must know each other's; absent: it makes a name up. */
  pseudonym?: string
  /** Whether plain HTTP requests and their answers carry `Via`. */
  via: boolean
  /** Whom a refusal page says to ask. */
  contact: string
  /** Hosts whose certificates are kept ready for the next handshake. */
  leafCache: number
  limits: EgressLimits
  /** To whom what comes of changed bodies is sealed; null: nothing of it is kept. */
  originals: OriginalTerms | null
  /** How long running exchanges may take to end when the gateway stops. */
  drainMs: number
}

export interface EgressPorts {
  journal: JournalSink
  leaves: LeafIssuer
  policy: PolicySource
  blindIndex: BlindIndex
  /** Makes, keeps and restores tokens; absent: what would be one is masked. */
  tokens?: TokenPorts | undefined
  /** Counts persons together with other processes; absent: this one counts for itself. */
  persons?: PersonHours | undefined
  /** Knows the users of the proxy; absent: there are none. */
  logins?: ProxyLogins | undefined
  /** Knows the machines of the office; absent: nobody is known, and the rules alone count. */
  clients?: ClientStandings | undefined
  /** Knows the certificates of the office's devices that count now; absent: there are none. */
  devices?: DeviceTable | undefined
  /** File numbers of the sockets at `transparentPort`, which this process was started with; absent: there are none. */
  transparentSockets?: readonly number[] | undefined
  /** Lets people ask for a review of what was stopped, and knows what may pass since; absent: nobody can ask. */
  reviews?: ReviewFace | undefined
  /** Keeps what came of changed bodies, sealed; absent: nobody does. */
  originals?: OriginalKeeper | undefined
  clock: Clock
  /** `length` random bytes. */
  random(length: number): Buffer
  /** Certificate of the proxy's own TLS face; null where that face is off. */
  ownCertificate(): SecureContextOptions | null
  /** Pages that the proxy serves under its own name (PAC file, onboarding); null where there is none at this path. */
  ownPage(asked: OwnPageRequest): OwnPage | null
  /** Told of client connections. */
  connections: { connectionOpened(): void; connectionClosed(): void }
  /** Something inside failed; carries no traffic data. */
  fault(where: string, error: unknown): void
}

/** A page or file of the proxy's own. Header names in lower case. */
export interface OwnPage {
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}
